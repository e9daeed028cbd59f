"""The pages of stories."""

import html
import json
import re

from tocsin.store.cards import Filter


def test_a_story_lists_its_events_by_day(client, story):
    told = next(iter(story.events.stories()))
    text = html.unescape(client.get(f"/stories/{told.id}").text)

    assert told.title in text
    assert [event for event in told.events if f"/events/{event}" not in text] == []


def test_the_list_leads_to_the_story_and_adds_nothing_up(client, story):
    told = next(iter(story.events.stories()))
    text = client.get("/stories").text
    most = max(card.killed or 0 for card in story.cards.all(Filter(story=told.id)))

    assert f"/stories/{told.id}" in text
    assert f'data-label="Killed" class="num">{most}<' in text


def test_a_chart_has_a_line_for_each_voice_and_what_was_taken_back(client, story):
    told = next(iter(story.events.stories()))
    text = client.get(f"/stories/{told.id}").text

    charts = [json.loads(data) for data in re.findall(r'<script type="application/json">(.*?)</script>', text)]
    killed = next(chart for chart in charts if chart["measure"] == "killed")
    assert len(killed["series"]) > 1
    points = [point for series in killed["series"] for point in series["points"]]
    assert any(point["retracted"] for point in points)
    assert all(point["low"] is None or point["high"] is None or point["low"] <= point["high"] for point in points)
    assert all(point["url"].startswith("/reports/d1") for point in points)


def test_a_story_there_is_not(client):
    answer = client.get("/stories/s1nothing")

    assert answer.status_code == 404
    assert "made anew" in answer.text
