"""How much memory reading may take: a small file can unpack to more than the machine has."""

import resource
from pathlib import Path


def limit_memory(megabytes: int) -> None:
    """Let this process take that much more address space than it has now; beyond it, allocating fails (MemoryError)."""
    pages = Path("/proc/self/statm")
    now = int(pages.read_text().split()[0]) * resource.getpagesize() if pages.exists() else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = now + megabytes * 1_000_000
    resource.setrlimit(resource.RLIMIT_AS, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))
