"""What the reader is asked: heads, their labels, and where their answers count. Written into the shipped layout and read from there at run time."""

import msgspec

from training.corpora import ROLES, STATEMENT_PARTS

NER = ("Person", "Organization", "NORP", "Location", "Facility", "Date", "Money", "Product", "Misc")
PARTS = ("source", "cue", "content")
KINDS = "person office-holder group organisation security-force armed-group place facility vehicle weapon object date"
TYPES = (
    "protest march sit-in strike hunger-strike roadblock boycott riot mob-violence looting arson property-destruction building-seizure clash "
    "armed-clash territory-change killing beating shooting stabbing attack abduction torture sexual-violence bombing suicide-bombing grenade "
    "shelling air-strike landmine arrest dispersal excessive-force curfew state-of-emergency ban internet-shutdown troop-deployment deportation "
    "censorship conviction release resignation dismissal coup agreement ceasefire concession statement-call demand accusation threat "
    "investigation rejection aid talks sanction withdrawal failure-to-protect injury death displacement other"
)
FACTUALITY = ("CT+", "PR+", "PS+", "CT-", "PR-", "PS-", "Uu")
MODALITY = ("actual", "future", "hypothetical", "ordered", "threatened", "negated", "attempted")
MEASURES = (
    "killed injured treated hospitalised arrested abducted missing displaced participants deployed damaged looted seized beaten casualties released "
    "convicted other"
)
SPEAKERS = "government police military prosecutor medical opposition organisers ngo witness media unnamed armed-group person writer"
M2E2 = (
    "Conflict:Attack",
    "Conflict:Demonstrate",
    "Contact:Meet",
    "Contact:Phone-Write",
    "Justice:Arrest-Jail",
    "Life:Die",
    "Movement:Transport",
    "Transaction:Transfer-Money",
)
MUC = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon", "Victims")
"""Victim: a name; Victims: a description."""
RELATIONS = (*STATEMENT_PARTS, *ROLES)


class Head(msgspec.Struct, frozen=True):
    """One question. `kind`: "bio" tags stretches of words; "class" answers about a stretch that head `of` found; "scalar" gives every word a number.

    `weight` scales its loss; an `auxiliary` head helps training and is not shipped. `lean` is taken from the log-odds of "nothing here" at export: a
    head that few texts taught says too little. Chosen on the development parts.
    """

    name: str
    kind: str
    labels: tuple[str, ...]
    weight: float = 1.0
    of: str = ""
    auxiliary: bool = False
    lean: float = 0.0
    temperature: float = 1.0

    @property
    def width(self) -> int:
        """Columns in the network's output: O, B of each label, I of each label; or one a class; or one number."""
        return 2 * len(self.labels) + 1 if self.kind == "bio" else max(1, len(self.labels))


HEADS = (
    Head("ner", "bio", NER, temperature=1.6),
    Head("attribution", "bio", PARTS, temperature=2.0),
    Head("statement", "bio", PARTS),
    Head("statement-inner", "bio", PARTS, weight=0.5),
    Head("mention", "bio", tuple(KINDS.split()), temperature=1.6),
    Head("trigger", "bio", ("trigger",)),
    Head("figure", "bio", ("figure",)),
    Head("trigger-type", "class", tuple(TYPES.split()), weight=2.0, of="trigger"),
    Head("factuality", "class", FACTUALITY, weight=2.0, of="trigger"),
    Head("modality", "class", MODALITY, weight=2.0, of="trigger"),
    Head("background", "class", ("foreground", "background"), weight=1.0, of="trigger"),
    Head("measure", "class", tuple(MEASURES.split()), weight=2.0, of="figure"),
    Head("speaker", "class", tuple(SPEAKERS.split()), weight=2.0, of="statement"),
    Head("certainty", "scalar", (), weight=0.3),
    Head("m2e2", "bio", M2E2, weight=0.5, lean=1.0),
    Head("wikievents", "bio", ("trigger",), weight=0.5, auxiliary=True),
    Head("muc", "bio", MUC, lean=1.0),
)
EDGE_WIDTH = 64
EDGE_WEIGHT = 1.0
