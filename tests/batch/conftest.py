"""What several of these tests need."""

from collections.abc import Iterator

import pytest

from tests.s3 import S3
from tocsin.batch import objects


@pytest.fixture(scope="module")
def s3() -> Iterator[S3]:
    """A server, and the environment that says where it is."""
    pytest.importorskip("moto", reason="there is no S3 server here: pip install 'moto[s3]' flask flask-cors")
    server = S3()
    with pytest.MonkeyPatch.context() as environment:
        for name, value in server.environment.items():
            environment.setenv(name, value)
        objects.client.cache_clear()
        yield server
    objects.client.cache_clear()
    server.stop()
