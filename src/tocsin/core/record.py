"""The base of every record."""

import msgspec


class Record(msgspec.Struct, frozen=True, gc=False, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Immutable, compared by content, strict when decoded.

    msgspec inherits these options at run time; type checkers do not, so subclasses repeat ``frozen=True, kw_only=True``.
    """
