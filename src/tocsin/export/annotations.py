"""W3C Web Annotations (JSON-LD): one annotation per claim, on the frozen text of its report.

Positions count Unicode code points of that text and stay true where the words themselves are masked.
"""

from pathlib import Path

import msgspec

from tocsin.core.claims import Claim
from tocsin.export.dataset import Dataset
from tocsin.export.masking import Masking, link_masked
from tocsin.export.plain_json import plain_json
from tocsin.export.writing import speakers

CONTEXT = "http://www.w3.org/ns/anno.jsonld"


def write(dataset: Dataset, folder: Path, *, people: bool) -> tuple[Path, ...]:
    """Write annotations.jsonld."""
    masking = Masking(dataset, people=people)
    items = [_annotation(dataset, masking, claim) for claim in dataset.in_order]
    collection = {
        "@context": CONTEXT,
        "id": f"urn:tocsin:annotations:{dataset.generated}",
        "type": "AnnotationCollection",
        "label": "What the reports claim, read by Tocsin",
        "total": len(items),
        "first": {"id": f"urn:tocsin:annotations:{dataset.generated}:1", "type": "AnnotationPage", "startIndex": 0, "items": items},
    }
    path = folder / "annotations.jsonld"
    path.write_bytes(msgspec.json.format(plain_json(collection), indent=1) + b"\n")
    return (path,)


def _annotation(dataset: Dataset, masking: Masking, claim: Claim) -> dict[str, object]:
    report, here = dataset.document(claim.document).report, (claim.document,)
    said = (
        f"{claim.role.value}: {masking.value(claim.value, here)}; said by {speakers(claim, masking)}; {claim.factuality.value} {claim.modality.value}"
    )
    target: dict[str, object] = {
        "source": f"urn:tocsin:document:{claim.document}",
        "selector": [
            {"type": "TextPositionSelector", "start": claim.span.start, "end": claim.span.end},
            {"type": "TextQuoteSelector", "exact": masking.text(claim.quote, here)},
        ],
    }
    if report.url is not None:
        # the page the text was made from: where it stands, not what is counted in
        target["scope"] = link_masked(report.url)
    return {
        "id": f"urn:tocsin:claim:{claim.key}",
        "type": "Annotation",
        "motivation": "describing",
        "generator": {"type": "Software", "name": "Tocsin"},
        "generated": f"{dataset.generated}T00:00:00Z",
        "body": [
            {"type": "TextualBody", "purpose": "tagging", "format": "text/plain", "value": claim.role.value},
            {"type": "TextualBody", "purpose": "describing", "format": "text/plain", "value": said},
        ],
        "target": target,
    }
