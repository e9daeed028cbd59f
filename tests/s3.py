"""An S3 server of one's own (moto's), in a process, with one bucket; reached as programs reach any other: by the environment."""

import socket
import subprocess
import sys
import time
from typing import Any

BUCKET = "archive"


class S3:
    """A running server and what is in its bucket."""

    def __init__(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self._port = free.getsockname()[1]
        command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(self._port)]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        patience = time.monotonic() + 60
        while not self._answers():
            assert self._process.poll() is None, "the server ended"
            assert time.monotonic() < patience, "the server does not answer"
            time.sleep(0.05)
        self.client = self._connected()
        self.client.create_dir(BUCKET)

    @property
    def environment(self) -> dict[str, str]:
        """What says where it is, and who asks."""
        keys = {"AWS_ACCESS_KEY_ID": "somebody", "AWS_SECRET_ACCESS_KEY": "nobody knows", "AWS_REGION": "us-east-1"}
        return {"AWS_ENDPOINT_URL": f"http://127.0.0.1:{self._port}", "AWS_EC2_METADATA_DISABLED": "true", **keys}

    def send(self, content: bytes, name: str) -> str:
        """Put an object into the bucket; its address."""
        with self.client.open_output_stream(f"{BUCKET}/{name}", compression=None) as stream:  # else it packs what is called .gz
            stream.write(content)
        return f"s3://{BUCKET}/{name}"

    def stop(self) -> None:
        """End it."""
        self._process.kill()
        self._process.wait()

    def _answers(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self._port), timeout=1).close()
        except OSError:
            return False
        return True

    def _connected(self) -> Any:
        from pyarrow import fs

        given = self.environment
        return fs.S3FileSystem(
            endpoint_override=given["AWS_ENDPOINT_URL"], access_key=given["AWS_ACCESS_KEY_ID"], secret_key=given["AWS_SECRET_ACCESS_KEY"],
            region=given["AWS_REGION"], allow_bucket_creation=True,
        )  # fmt: skip
