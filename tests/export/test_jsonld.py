"""Annotations and provenance, expanded by a JSON-LD processor."""

import json
from pathlib import Path
from typing import Any

import pytest
from pyld import jsonld

from tests.export.made import BOMBING, dataset
from tocsin.core.claims import Role
from tocsin.export.annotations import CONTEXT
from tocsin.export.exports import write

OA, AS, PROV = "http://www.w3.org/ns/oa#", "http://www.w3.org/ns/activitystreams#", "http://www.w3.org/ns/prov#"
# what our file uses of the context that the Web Annotation vocabulary publishes; a key that is not there would be dropped
VOCABULARY = {
    "oa": OA,
    "as": AS,
    "dcterms": "http://purl.org/dc/terms/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "id": {"@id": "@id", "@type": "@id"},
    "type": {"@id": "@type", "@type": "@vocab"},
    **{name: f"oa:{name}" for name in ("Annotation", "TextualBody", "TextPositionSelector", "TextQuoteSelector")},
    "AnnotationCollection": "as:OrderedCollection",
    "AnnotationPage": "as:OrderedCollectionPage",
    "Software": "as:Application",
    **{name: {"@id": f"oa:{purpose}", "@type": "@id"} for name, purpose in (("describing", "describing"), ("tagging", "tagging"))},
    "motivation": {"@id": "oa:motivatedBy", "@type": "@vocab"},
    "purpose": {"@id": "oa:hasPurpose", "@type": "@vocab"},
    "body": {"@id": "oa:hasBody", "@type": "@id"},
    "target": {"@id": "oa:hasTarget", "@type": "@id"},
    "source": {"@id": "oa:hasSource", "@type": "@id"},
    "selector": {"@id": "oa:hasSelector", "@type": "@id"},
    "scope": {"@id": "oa:hasScope", "@type": "@id"},
    "start": {"@id": "oa:start", "@type": "xsd:nonNegativeInteger"},
    "end": {"@id": "oa:end", "@type": "xsd:nonNegativeInteger"},
    "exact": "oa:exact",
    "value": "rdf:value",
    "format": "dc:format",
    "name": "foaf:name",
    "label": "rdfs:label",
    "generated": {"@id": "dcterms:issued", "@type": "xsd:dateTime"},
    "generator": {"@id": "as:generator", "@type": "@id"},
    "items": {"@id": "as:items", "@type": "@id", "@container": "@list"},
    "first": {"@id": "as:first", "@type": "@id"},
    "total": {"@id": "as:totalItems", "@type": "xsd:nonNegativeInteger"},
    "startIndex": {"@id": "as:startIndex", "@type": "xsd:nonNegativeInteger"},
}


def load(url: str, _: object) -> dict[str, Any]:
    """The published context, from here; nothing is fetched."""
    assert url == CONTEXT
    return {"contextUrl": None, "documentUrl": url, "document": {"@context": VOCABULARY}}


def test_every_claim_is_annotated_on_its_words(tmp_path: Path) -> None:
    """Position and quote agree with the document, except that masked words are not the document's."""
    data = dataset()
    page = json.loads(write("annotations", data, tmp_path)[0].read_text(encoding="utf-8"))
    items = page["first"]["items"]

    assert page["total"] == len(items) == len(data.claims)
    for item in items:
        claim = data.claims[item["id"].rpartition(":")[2]]
        place, quote = item["target"]["selector"]
        assert (place["start"], place["end"]) == (claim.span.start, claim.span.end)
        assert data.documents[item["target"]["source"].rpartition(":")[2]].text[place["start"] : place["end"]] == claim.quote
        assert (quote["exact"] == claim.quote) is (claim.role not in {Role.OTHER, Role.VICTIM} or claim.quote == "people")


def test_annotations_mean_what_the_vocabulary_says(tmp_path: Path) -> None:
    """No key is dropped: every annotation has its bodies, its target, and two ways to find it."""
    file = json.loads(write("annotations", dataset(), tmp_path)[0].read_text(encoding="utf-8"))
    [collection] = jsonld.expand(file, {"documentLoader": load})

    [page] = collection[f"{AS}first"]
    notes = page[f"{AS}items"][0]["@list"]
    assert len(notes) == len(dataset().claims)
    assert all(note["@type"] == [f"{OA}Annotation"] and len(note[f"{OA}hasBody"]) == 2 for note in notes)
    assert all(note[f"{OA}motivatedBy"] == [{"@id": f"{OA}describing"}] for note in notes)
    [target] = notes[0][f"{OA}hasTarget"]
    assert [selector["@type"] for selector in target[f"{OA}hasSelector"]] == [[f"{OA}TextPositionSelector"], [f"{OA}TextQuoteSelector"]]
    assert set(file) | set(file["first"]) | set(file["first"]["items"][0]) <= set(VOCABULARY) | {"@context"}


@pytest.fixture
def graph(tmp_path: Path) -> dict[str, dict[str, Any]]:
    """The provenance by id, expanded without any context but its own."""
    file = json.loads(write("prov", dataset(), tmp_path)[0].read_text(encoding="utf-8"))
    return {node["@id"]: node for node in jsonld.expand(file)}


def test_findings_lead_back_to_documents(graph: dict[str, dict[str, Any]]) -> None:
    """Event, finding, claim, document, publisher: every step is there and typed."""
    event = graph[f"urn:tocsin:event:{BOMBING}"]
    findings = [graph[member["@id"]] for member in event[f"{PROV}hadMember"]]
    claims = [graph[source["@id"]] for finding in findings for source in finding[f"{PROV}wasDerivedFrom"]]
    documents = {claim[f"{PROV}wasQuotedFrom"][0]["@id"] for claim in claims}
    [document] = [graph[name] for name in documents]

    assert f"{PROV}Collection" in event["@type"]
    assert all(node["@type"] == [f"{PROV}Entity"] for node in (*findings, *claims, document))
    assert graph[document[f"{PROV}wasAttributedTo"][0]["@id"]]["@type"] == [f"{PROV}Agent", f"{PROV}Organization"]


def test_claims_are_attributed_to_their_voices(graph: dict[str, dict[str, Any]]) -> None:
    """The police's number and the hospital's are two agents'."""
    voices = {
        node[f"{PROV}value"][0]["@value"]: graph[node[f"{PROV}wasAttributedTo"][0]["@id"]]["http://www.w3.org/2000/01/rdf-schema#label"][0]["@value"]
        for name, node in graph.items()
        if name.startswith("urn:tocsin:claim:")
    }

    assert (voices["12 people"], voices["at least 9 people"], voices["car bomb"]) == ("The hospital", "police", "the writer")


def test_every_link_leads_somewhere(graph: dict[str, dict[str, Any]]) -> None:
    """Each id that is ours and pointed at is a node."""
    links = [value["@id"] for node in graph.values() for values in node.values() if isinstance(values, list) for value in values if "@id" in value]

    assert links
    assert [link for link in links if link.startswith("urn:tocsin:") and link not in graph] == []
