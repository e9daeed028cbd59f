"""Which network addresses a report may be fetched from.

Tocsin may run where it can reach what its user cannot (a team's server, a cloud machine), so a URL must never lead inside.
"""

import ipaddress

_REFUSED = tuple(
    ipaddress.ip_network(network)
    for network in (
        "192.0.0.0/24",  # IETF assignments, Oracle's metadata service
        "192.88.99.0/24",  # old 6to4 relays
        "168.63.129.16/32",  # Azure's host service, a public address that answers inside only
        "64:ff9b::/96",  # NAT64: an IPv4 address, perhaps a private one, within IPv6
        "64:ff9b:1::/48",  # the same, local use
        "2001::/32",  # Teredo, the same
        "2002::/16",  # 6to4, the same
        "::/96",  # IPv4-compatible
        "::ffff:0:0/96",  # IPv4-mapped
        "::ffff:0:0:0/96",  # IPv4-translated
        "fec0::/10",  # the old site-local range
    )
)


def is_public(address: str) -> bool:
    """Whether `address` (as the resolver gives it, perhaps with a zone) is one of the open internet.

    Not: private, loopback, link-local (cloud metadata 169.254.169.254 among them), shared (100.64/10), multicast, reserved, unspecified, and every
    IPv6 form that holds an IPv4 address.
    """
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if not ip.is_global or ip.is_multicast or ip.is_reserved or ip.is_loopback or ip.is_link_local or ip.is_unspecified:
        return False
    return not any([ip.version == network.version and ip in network for network in _REFUSED])
