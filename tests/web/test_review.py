"""The review queue and what comes of decisions: kept, seen at once in the findings, and never lost to one another."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from starlette.testclient import TestClient

from tocsin.core.claims import Claim, Role
from tocsin.core.reviews import Decision
from tocsin.core.scales import Factuality, SpeakerKind
from tocsin.core.values import Count, Place
from tocsin.store import Store
from tocsin.store.cards import Filter
from tocsin.web.people import NAME_COOKIE

Post = Callable[..., httpx.Response]


@pytest.fixture
def post(client: TestClient) -> Post:
    """Send a form as somebody, with the page's token."""

    def sent(path: str, *, by: str = "ana", **fields: str) -> httpx.Response:
        client.cookies.set(NAME_COOKIE, by)
        token = re.search(r'name="csrf" content="(\w+)"', client.get("/reports").text)
        assert token is not None
        return client.post(path, data=fields | {"csrf": token[1]}, follow_redirects=False)

    return sent


def figure(story: Store, role: Role = Role.KILLED) -> Claim:
    return next(claim for claim in story.claims() if claim.role is role and isinstance(claim.value, Count))


def test_the_first_claim_is_of_the_weightiest_event(client: TestClient, story: Store) -> None:
    first = story.cards.page(Filter(), order="weight")[0]
    page = client.get("/review")

    assert page.status_code == 200
    assert f'href="/events/{first.event}"' in page.text
    for key in "axvosftpdn":
        assert f'data-key="{key}"' in page.text, key


def test_accepting_keeps_a_review_and_goes_on(client: TestClient, story: Store, post: Post) -> None:
    claim = figure(story)
    answer = post(f"/claims/{claim.key}/review", decision="accept", seen="")

    assert answer.status_code == 303
    (review,) = story.reviews.of_claim(claim.key)
    assert (review.decision, review.by, review.replacement) == (Decision.ACCEPT, "ana", None)
    page = client.get(answer.headers["location"])
    assert "<strong>ana</strong> accepted" in page.text
    assert f"/reviews/{review.id}/undo" in page.text
    assert story.audit.entries()[0].action == "claim accepted"


def test_a_correction_changes_the_finding_and_undo_brings_it_back(story: Store, post: Post) -> None:
    event = max(story.events.all(), key=lambda one: len(one.mentions))
    killed = next(one for one in event.findings if one.role is Role.KILLED and one.scope is not None and one.scope.group == "people")
    claim = next(one for one in story.claims() if one.key == killed.supporting[-1])
    assert isinstance(claim.value, Count)
    assert claim.value.low is not None
    more = str(claim.value.low + 1)
    answer = post(f"/claims/{claim.key}/review", decision="correct", what="value", seen="", low=more, high=more, unit="people", reason="misread")

    assert answer.status_code == 303
    (review,) = story.reviews.of_claim(claim.key)
    assert review.replacement is not None
    assert review.replacement.value == Count(low=int(more), high=int(more), unit="people")
    assert (review.replacement.span, review.replacement.quote, review.replacement.rule) == (claim.span, claim.quote, "person")
    changed = next(one for one in story.events.get(event.id).findings if (one.role, one.scope) == (killed.role, killed.scope))
    assert int(more) in {changed.low, changed.best, changed.high}
    assert (changed.low, changed.best, changed.high) != (killed.low, killed.best, killed.high)
    undone = post(f"/reviews/{review.id}/undo")
    assert undone.status_code == 303
    assert parse_qs(urlsplit(undone.headers["location"]).query)["claim"] == [claim.key]
    assert story.events.get(event.id).findings == event.findings


def test_every_part_can_be_corrected(story: Store, post: Post) -> None:
    claim = figure(story)
    text = story.document(claim.document).text
    speaker = next(word for word in text.split() if word.isalpha() and text.count(word) == 1 and len(word) > 4)
    last: dict[str, str] = {}

    def correct(what: str, of: Claim, **fields: str) -> Claim:
        answer = post(f"/claims/{of.key}/review", decision="correct", what=what, seen=last.get(of.key, ""), **fields)
        assert answer.status_code == 303, answer.text
        review = story.reviews.of_claim(of.key)[-1]
        last[of.key] = review.id
        assert review.replacement is not None
        return review.replacement

    assert correct("role", claim, role="injured").role is Role.INJURED
    doubted = correct("factuality", claim, factuality="PS+", modality="hypothetical", opinion="on")
    assert (doubted.factuality, doubted.opinion, doubted.role) == (Factuality.PS_PLUS, True, Role.INJURED)  # corrections add up
    said = correct("attribution", claim, speaker0=speaker, kind0="medical")
    assert [(link.quote, link.kind) for link in said.attribution] == [(speaker, SpeakerKind.MEDICAL)]
    words = correct("value", claim, low="5", high="", approximate="on", words=speaker)
    assert (words.quote, words.value) == (speaker, Count(low=5, approximate=True))

    place = next(one for one in story.claims() if one.role is Role.PLACE)
    moved = correct("value", place, place="geonames:2332459")
    assert isinstance(moved.value, Place)
    assert (moved.value.name, moved.value.country) == ("Lagos", "NG")
    date = next(one for one in story.claims() if one.role is Role.DATE)
    assert str(correct("value", date, first="2024-06-01", last="2024-06-02").value.end) == "2024-06-03"  # type: ignore[union-attr]
    kind = next(one for one in story.claims() if one.role is Role.TYPE)
    assert correct("value", kind, code="strike").value.code == "strike"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"what": "value", "low": "twelve"}, "write a whole number"),
        ({"what": "value"}, "give a number"),
        ({"what": "value", "low": "5", "high": "4"}, "is above the highest"),
        ({"what": "value", "low": "5", "words": "no such words"}, "does not stand in this report"),
        ({"what": "role", "role": "place"}, "cannot have that role"),
        ({"what": "role", "role": "king"}, "which is none of"),
        ({"what": "attribution", "speaker0": "nobody there", "kind0": "police"}, "does not stand in this report"),
        ({"what": "attribution", "speaker0": "nobody there"}, "say what kind of speaker"),
        ({"what": "factuality"}, "choose the factuality"),
        ({"what": "everything"}, "say what is to be corrected"),
    ],
)
def test_what_cannot_be_understood_is_said_and_not_kept(story: Store, post: Post, fields: dict[str, str], message: str) -> None:
    claim = figure(story)
    answer = post(f"/claims/{claim.key}/review", decision="correct", seen="", **fields)

    assert answer.status_code == 422
    assert message in answer.text
    assert story.reviews.of_claim(claim.key) == ()


def test_a_decision_made_meanwhile_is_kept_and_shown(client: TestClient, story: Store, post: Post) -> None:
    claim = figure(story)
    post(f"/claims/{claim.key}/review", by="ana", decision="reject", seen="")
    answer = post(f"/claims/{claim.key}/review", by="ben", decision="correct", what="value", seen="", low="9", high="9")

    page = client.get(answer.headers["location"]).text
    assert "decided about this claim while you looked at it" in page
    assert "The readers disagree" in page
    assert "ana" in page
    assert [review.by for review in story.reviews.of_claim(claim.key)] == ["ana", "ben"]


def test_accepting_what_another_wrote_agrees_with_them(story: Store, post: Post) -> None:
    claim = figure(story)
    post(f"/claims/{claim.key}/review", by="ana", decision="correct", what="value", seen="", low="9", high="9")
    post(f"/claims/{claim.key}/review", by="ben", decision="accept", seen=story.reviews.of_claim(claim.key)[-1].id)

    one, other = story.reviews.of_claim(claim.key)
    assert one.replacement == other.replacement
    assert one.replacement in story.standing_claims(claim.document)


def test_the_second_reader_does_not_see_the_first_decision(client: TestClient, story: Store, post: Post) -> None:
    claim = figure(story)
    post(f"/claims/{claim.key}/review", by="ana", decision="correct", what="value", seen="", low="971", high="971", reason="my secret reason")
    client.cookies.set(NAME_COOKIE, "ben")
    page = client.get("/review?mode=second").text

    assert f"/claims/{claim.key}/review?mode=second" in page
    assert "971" not in page
    assert "my secret reason" not in page
    assert "corrected" not in page
    answer = post(f"/claims/{claim.key}/review?mode=second", by="ben", decision="accept", seen=story.reviews.of_claim(claim.key)[-1].id)
    assert story.reviews.of_claim(claim.key)[-1].replacement is None  # what was read is right, ben says
    told = client.get(answer.headers["location"]).text
    assert "971" in told
    assert "The readers disagree" in told


def test_agreement_counts_and_an_editor_settles(client: TestClient, story: Store, post: Post) -> None:
    claims = [claim for claim in story.claims() if claim.role in {Role.KILLED, Role.INJURED}][:6]
    for i, claim in enumerate(claims):
        post(f"/claims/{claim.key}/review", by="ana", decision="reject" if i == 0 else "accept", seen="")
        post(f"/claims/{claim.key}/review", by="ben", decision="reject" if i == 1 else "accept", seen="")
    page = client.get("/agreement").text

    assert "ana and ben" in page
    assert "67 %" in page  # four of six
    assert page.count(" is right</label>") == 4
    right = story.reviews.of_claim(claims[0].key)[0]
    assert post(f"/agreement/{claims[0].key}", by="eve", review=right.id, reason="she is right").status_code == 303
    settled = story.reviews.of_claim(claims[0].key)[-1]
    assert (settled.by, settled.decision, len(settled.settles)) == ("eve", Decision.REJECT, 2)
    after = client.get("/agreement").text
    assert "decided by eve" in after
    assert "67 %" in after  # settling is no reading
    assert post(f"/agreement/{claims[0].key}", review="r1nothing").status_code == 409


def test_skipping_and_filters_stand_in_the_address(client: TestClient) -> None:
    first = client.get("/review?role=killed").text
    skip = re.search(r'href="(/review\?role=killed&amp;skip=[^"]+)"', first)
    assert skip is not None
    second = client.get(skip[1].replace("&amp;", "&")).text

    keys = [re.search(r"/claims/(\w+)/review", page) for page in (first, second)]
    assert keys[0] is not None
    assert keys[1] is not None
    assert keys[0][1] != keys[1][1]
    assert "1 skipped" in second
    assert client.get("/review?mode=mine").status_code == 200
    assert client.get("/review?mode=none").status_code == 422
    assert client.get("/review?role=none").status_code == 422
    assert client.get("/review?claim=c1nothing").status_code == 404


def test_htmx_gets_only_what_changes(client: TestClient) -> None:
    answer = client.get("/review?mode=all", headers={"HX-Request": "true"})

    assert answer.text.lstrip().startswith('<div id="turn"')
    assert answer.headers["HX-Push-Url"] == "/review?mode=all"


def test_places_are_found_by_the_beginning_of_a_name(client: TestClient) -> None:
    page = client.get("/places?q=khartou").text

    assert "Khartoum" in page
    assert 'name="place" value="geonames:' in page
    assert "no name that begins with" in client.get("/places?q=qqqqq").text
