"""What the builder collects before it writes."""

from dataclasses import dataclass, field


@dataclass(frozen=True, order=True)
class Name:
    """One name of a place; `main` marks today's name, dates bound a name that was official for a while."""

    text: str
    main: bool = False
    valid_from: str | None = None
    valid_to: str | None = None


@dataclass
class PlaceRow:
    """A place as it goes into the database. `key` is the GeoNames id, or negative for our own."""

    key: int
    name: str
    kind: str
    country: str | None
    type: str | None = None
    admin1: int | None = None
    admin2: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    population: int = 0
    capital: bool = False
    id: str | None = None
    names: set[Name] = field(default_factory=set)


@dataclass(frozen=True)
class CountryRow:
    """A country's codes and ties."""

    code: str
    key: int
    alpha3: str
    capital: str
    neighbours: str
