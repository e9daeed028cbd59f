"""What workers read with: the shipped reader and the gate."""

from tocsin.batch.manifest import Settings
from tocsin.batch.relevance import Gate
from tocsin.pipeline import Reader
from tocsin.resources.shipped import load_resources


class Shipped:
    """The reader and the gate of this installation."""

    def __init__(self, settings: Settings) -> None:
        """Load them. Raises ResourceError when something is missing."""
        resources = load_resources(model=settings.model)
        self.coder = Reader(resources)
        self.reader = self.coder.fingerprint
        gate = Gate(resources.lexicons)
        self.relevant = gate.passes
        self.gate = gate.fingerprint
