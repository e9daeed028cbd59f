"""Values and findings in plain words, for cells, notes and reports of what is lost."""

import datetime as dt

from tocsin.core.events import Finding
from tocsin.core.values import Actor, AnyValue, Count, DateInterval, Description, EventType, Facility, Instrument, Place, Property, Unresolved


def in_words(value: AnyValue) -> str:
    """A value as a short phrase."""
    match value:
        case Count():
            return bounds(value.low, value.high) + (f" {value.unit}" if value.unit else "") + (" (approximate)" if value.approximate else "")
        case DateInterval():
            return days(value)
        case Place() | Facility() | Actor() | Property() | Instrument():
            return value.name
        case EventType():
            return value.code
        case Description():
            return value.words
        case Unresolved():
            return f"unresolved: {value.reason.value}"


def bounds(low: int | None, high: int | None) -> str:
    """As "12", "12 to 15", "at least 12", "up to 15", "unknown"."""
    if low is not None and high is not None:
        return str(low) if low == high else f"{low} to {high}"
    if low is not None:
        return f"at least {low}"
    return f"up to {high}" if high is not None else "unknown"


def days(value: DateInterval) -> str:
    """As "2024-06-10", "2024-06-10 to 2024-06-12" (last day included), "from 2024-06-10", "before 2024-06-10"."""
    night = f", {value.part_of_day.value}" if value.part_of_day is not None else ""
    if value.start is not None and value.end is not None:
        last = value.end - dt.timedelta(days=1)
        return (f"{value.start}" if last <= value.start else f"{value.start} to {last}") + night
    if value.start is not None:
        return f"from {value.start}{night}"
    return f"before {value.end}{night}" if value.end is not None else "unknown"


def finding_in_words(finding: Finding) -> str:
    """What was found, with the scope of a figure."""
    if finding.value is not None:
        return in_words(finding.value)
    words = bounds(finding.low, finding.high)
    if finding.best is not None and str(finding.best) != words:
        words = f"{finding.best} ({words})"
    if finding.scope is None:
        return words
    narrower = [finding.scope.group] if finding.scope.group not in {"people", "things"} else []
    if finding.scope.place is not None:
        narrower.append(f"place {finding.scope.place}")
    if finding.scope.period is not None:
        narrower.append(days(finding.scope.period))
    return words + (f" [{'; '.join(narrower)}]" if narrower else "")
