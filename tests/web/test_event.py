"""The page of one event, and what editors do there."""

import datetime as dt
import html
import re

import pytest

from tocsin.core.claims import Role
from tocsin.core.events import Verdict
from tocsin.store.cards import Filter
from tocsin.store.settings import FindingSettings


def _main(store):
    """The event told by most reports."""
    return store.cards.page(Filter(), order="reports", size=1)[0].event


def _token(client):
    return re.search(r'name="csrf" value="([0-9a-f]+)"', client.get("/settings").text)[1]


def _post(client, path, **fields):
    return client.post(path, data={"csrf": _token(client), **fields}, follow_redirects=False)


def _killed(store, event):
    own = [one for one in store.events.get(event).findings if one.role is Role.KILLED and one.scope.group == "people" and one.scope.place is None]
    return own[0] if own else None


def test_a_finding_stands_with_who_says_so_and_in_which_words(client, story):
    event = _main(story)
    text = html.unescape(client.get(f"/events/{event}").text)

    finding = _killed(story, event)
    claim = next(one for one in story.standing_claims() if one.key == finding.supporting[0])
    assert finding.sentence in text
    assert f"/reports/{claim.document}#c-{claim.key}" in text
    assert claim.quote in text


def test_the_beginning_of_an_id_leads_to_the_event(client, story):
    event = _main(story)

    answer = client.get(f"/events/{event[:9]}?rule=majority", follow_redirects=False)

    assert answer.status_code == 303
    assert answer.headers["location"] == f"/events/{event}?rule=majority"


def test_another_rule_is_a_look_and_changes_nothing(client, story):
    event = _main(story)
    before = story.events.get(event)

    text = client.get(f"/events/{event}?rule=conservative").text

    assert "A look, not a change." in text
    assert "the lowest standing figure" in text
    assert story.events.get(event) == before


def test_what_was_known_on_a_day(client, story):
    event = _main(story)
    first = min(one.published for mention in [story.document(d) for d in story.events.documents_of(event)] for one in [mention.report])

    early = client.get(f"/events/{event}?as_of={first}")
    before_all = client.get(f"/events/{event}?as_of={first - dt.timedelta(days=30)}")

    assert early.status_code == 200
    assert f"as known on {first}" in early.text
    assert before_all.status_code == 409
    assert "choose a later day" in before_all.text


@pytest.mark.parametrize(("query", "says"), [("rule=mode", "there is no rule mode"), ("rule=hierarchy&order=priests", "no kind of speaker priests")])
def test_a_rule_there_is_not_is_said_so(client, story, query, says):
    answer = client.get(f"/events/{_main(story)}?{query}")

    assert answer.status_code == 409
    assert says in answer.text


def test_an_event_there_is_not(client):
    answer = client.get("/events/e1nothing")

    assert answer.status_code == 404
    assert "has no event e1nothing" in answer.text


def test_a_rule_becomes_the_rule_of_the_store(client, story):
    event = _main(story)
    low = _killed(story, event).low

    answer = _post(client, f"/events/{event}/rule", rule="conservative")

    assert answer.status_code == 303
    assert story.settings.get(FindingSettings).rule == "conservative"
    assert _killed(story, event).best == low
    assert story.audit.entries(limit=1)[0].action == "settings changed"


def test_merging_and_taking_it_back(client, story):
    event = _main(story)
    other = next(card.event for card in story.cards.all(Filter()) if card.event != event)
    members = {one: set(story.events.get(one).mentions) for one in (event, other)}

    merged = _post(client, f"/events/{event}/merge", other=other, reason="one march, told twice")
    together = story.events.get(story.events.of_mention(next(iter(members[event]))))
    assert merged.status_code == 303
    assert set(together.mentions) == members[event] | members[other]
    page = client.get(f"/events/{together.id}").text
    assert "one march, told twice" in page
    assert story.audit.entries(limit=1)[0].action == "events merged"

    judgement = re.search(r"/judgements/(j1[0-9a-f]+)/undo", page)[1]
    undone = _post(client, f"/judgements/{judgement}/undo")
    assert undone.status_code == 303
    assert {frozenset(story.events.get(story.events.of_mention(next(iter(of)))).mentions) for of in members.values()} == set(
        map(frozenset, members.values())
    )


def test_a_telling_is_split_off_with_a_reason(client, story):
    event = _main(story)
    mentions = story.events.get(event).mentions
    leaving = mentions[-1]

    answer = _post(client, f"/events/{event}/split", mention=[leaving], reason="another square")

    assert answer.status_code == 303
    assert story.events.of_mention(leaving) != story.events.of_mention(mentions[0])
    made = [one for one in story.events.judgements_about([leaving]) if one.reason == "another square"]
    assert {one.verdict for one in made} == {Verdict.DIFFERENT}
    assert len(made) == len(mentions) - 1


def test_all_tellings_cannot_leave(client, story):
    event = _main(story)

    answer = _post(client, f"/events/{event}/split", mention=list(story.events.get(event).mentions))

    assert answer.status_code == 422
    assert "leave at least one" in answer.text


def test_an_event_is_not_merged_with_itself(client, story):
    event = _main(story)

    assert _post(client, f"/events/{event}/merge", other=event).status_code == 409


def test_a_form_without_the_pages_token_changes_nothing(client, story):
    event = _main(story)
    mentions = story.events.get(event).mentions

    answer = client.post(f"/events/{event}/split", data={"mention": [mentions[-1]]}, follow_redirects=False)

    assert answer.status_code == 403
    assert story.events.get(event).mentions == mentions


def test_words_that_look_like_html_stay_words(client, story):
    event = _main(story)
    other = next(card.event for card in story.cards.all(Filter()) if card.event != event)

    _post(client, f"/events/{event}/merge", other=other, reason="<script>alert(1)</script>")

    text = client.get(f"/events/{story.events.of_mention(story.events.get(event).mentions[0])}").text
    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)" in text
