"""W3C PROV as JSON-LD: findings derive from claims, claims are quoted from documents, and every claim has the voice that makes it."""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from tocsin.core.claims import Claim
from tocsin.core.events import Event, Finding
from tocsin.export.dataset import Dataset
from tocsin.export.masking import Masking, link_masked
from tocsin.export.phrasing import finding_in_words
from tocsin.export.plain_json import plain_json
from tocsin.export.writing import documents_of, speakers

CONTEXT: dict[str, object] = {
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "label": "rdfs:label",
    "value": "prov:value",
    "wasQuotedFrom": {"@id": "prov:wasQuotedFrom", "@type": "@id"},
    "wasDerivedFrom": {"@id": "prov:wasDerivedFrom", "@type": "@id"},
    "wasGeneratedBy": {"@id": "prov:wasGeneratedBy", "@type": "@id"},
    "wasAttributedTo": {"@id": "prov:wasAttributedTo", "@type": "@id"},
    "wasAssociatedWith": {"@id": "prov:wasAssociatedWith", "@type": "@id"},
    "wasInfluencedBy": {"@id": "prov:wasInfluencedBy", "@type": "@id"},
    "hadPrimarySource": {"@id": "prov:hadPrimarySource", "@type": "@id"},
    "hadMember": {"@id": "prov:hadMember", "@type": "@id"},
    "endedAtTime": {"@id": "prov:endedAtTime", "@type": "xsd:dateTime"},
}
"""Written out, so that no reader has to fetch it."""
_TOCSIN, _READING, _RECONCILING = "urn:tocsin:agent", "urn:tocsin:activity:reading", "urn:tocsin:activity:reconciling"


def write(dataset: Dataset, folder: Path, *, people: bool) -> tuple[Path, ...]:
    """Write provenance.jsonld."""
    masking = Masking(dataset, people=people)
    nodes = {str(node["@id"]): node for node in _nodes(dataset, masking)}
    path = folder / "provenance.jsonld"
    path.write_bytes(msgspec.json.format(plain_json({"@context": CONTEXT, "@graph": list(nodes.values())}), indent=1) + b"\n")
    return (path,)


def _nodes(dataset: Dataset, masking: Masking) -> Iterator[dict[str, object]]:
    yield {"@id": _TOCSIN, "@type": ["prov:Agent", "prov:SoftwareAgent"], "label": "Tocsin"}
    yield {"@id": _READING, "@type": "prov:Activity", "label": "reading reports into claims", "wasAssociatedWith": _TOCSIN}
    yield {
        "@id": _RECONCILING,
        "@type": "prov:Activity",
        "label": f"reconciling claims by the rule {dataset.rule}",
        "wasAssociatedWith": _TOCSIN,
        "endedAtTime": f"{dataset.as_of or dataset.generated}T00:00:00Z",
    }
    for document in dataset.documents.values():
        report, here = document.report, (document.id,)
        node: dict[str, object] = {"@id": _document(document.id), "@type": "prov:Entity", "label": masking.text(report.title or document.id, here)}
        if report.url is not None:
            node["wasDerivedFrom"] = link_masked(report.url)
        if report.publisher is not None:
            publisher = masking.text(report.publisher, here)
            agent = f"urn:tocsin:publisher:{_slug(publisher)}"
            yield {"@id": agent, "@type": ["prov:Agent", "prov:Organization"], "label": publisher}
            node["wasAttributedTo"] = agent
        yield node
    for claim in dataset.in_order:
        yield from _claim(masking, claim)
    for event in dataset.events:
        yield from _event(dataset, masking, event)


def _claim(masking: Masking, claim: Claim) -> Iterator[dict[str, object]]:
    here = (claim.document,)
    voice = f"urn:tocsin:document:{claim.document}:voice:{_slug(speakers(claim, masking))}"
    yield {"@id": voice, "@type": "prov:Agent", "label": speakers(claim, masking)}
    yield {
        "@id": _key(claim.key),
        "@type": "prov:Entity",
        "label": f"{claim.role.value}: {masking.value(claim.value, here)} ({claim.factuality.value})",
        "value": masking.text(claim.quote, here),
        "wasQuotedFrom": _document(claim.document),
        "wasGeneratedBy": _READING,
        "wasAttributedTo": voice,
    }


def _event(dataset: Dataset, masking: Masking, event: Event) -> Iterator[dict[str, object]]:
    findings = [(f"urn:tocsin:event:{event.id}:finding:{number}", finding) for number, finding in enumerate(event.findings, 1)]
    yield {
        "@id": f"urn:tocsin:event:{event.id}",
        "@type": ["prov:Entity", "prov:Collection"],
        "label": event.type,
        "wasGeneratedBy": _RECONCILING,
        "hadPrimarySource": [_document(document) for document in documents_of(dataset, event)],
        "hadMember": [identifier for identifier, _ in findings],
    }
    for identifier, finding in findings:
        yield _finding(dataset, masking, event, identifier, finding)


def _finding(dataset: Dataset, masking: Masking, event: Event, identifier: str, finding: Finding) -> dict[str, object]:
    documents = documents_of(dataset, event)
    value = masking.value(finding.value, documents) if finding.value is not None else finding_in_words(finding)
    node: dict[str, object] = {
        "@id": identifier,
        "@type": "prov:Entity",
        "label": f"{finding.role.value}: {masking.text(finding.sentence, documents)}",
        "value": value,
        "wasGeneratedBy": _RECONCILING,
        "wasDerivedFrom": [_key(key) for key in finding.supporting],
    }
    if finding.opposing:
        # weighed, and not followed
        node["wasInfluencedBy"] = [_key(key) for key in finding.opposing]
    return node


def _document(document: str) -> str:
    return f"urn:tocsin:document:{document}"


def _key(key: str) -> str:
    return f"urn:tocsin:claim:{key}"


def _slug(words: str) -> str:
    """Words as the end of a URN: letters and digits kept, all else percent-encoded."""
    return "".join([letter if letter.isascii() and letter.isalnum() else "".join([f"%{byte:02X}" for byte in letter.encode()]) for letter in words])
