"""The training loop."""

import json
import random
import time
from collections.abc import Iterator
from itertools import islice, takewhile
from pathlib import Path
from typing import Any

import msgspec
import torch

from tocsin.text.chunks import CHUNK
from tocsin.text.wordpiece import WordPiece
from training import corpora
from training.batches import Chunk, Encoded, batches, chunks, encode
from training.losses import losses
from training.model import Reader, load, load_base
from training.swaps import Names, towns

SMOKE_EXAMPLES = 8
LOG_EVERY = 50


class Cycle(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One warm-up and annealing: passes, how much of each corpus a pass shows, and heads whose loss counts for more or less.

    `rate` scales the learning rates. `swapped` is the share of name-labelled texts shown with other names (training/swaps.py), `hidden` the share of
    pieces covered with the vocabulary's mask.
    """

    epochs: int
    shares: dict[str, float]
    weights: dict[str, float] = {}
    rate: float = 1.0
    swapped: float = 0.0
    hidden: float = 0.0


class Config(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """training/config.toml; what each means is said there."""

    seed: int
    threads: int
    tokens_a_batch: int
    encoder_rate: float
    head_rate: float
    warmup: float
    weight_decay: float
    upper: float
    cycles: tuple[Cycle, ...]


def train(config: Config, data: Path, out: Path, base: Path, *, smoke: bool) -> None:
    """Train by `config` and write the out folder, going on where an earlier try at the same run stopped. Raises MissingDataError."""
    torch.manual_seed(config.seed)
    torch.set_flush_denormal(True)  # before any thread starts: AdamW's means of rare words decay into denormals and halve the speed after 500 steps
    torch.set_num_threads(config.threads)
    out.mkdir(parents=True, exist_ok=True)
    wordpiece = WordPiece.load(base / "vocab.txt")
    pool: dict[str, list[Encoded]] = {}
    corpus_names = sorted({name for cycle in config.cycles for name in cycle.shares})
    for name in corpus_names:
        examples = islice(corpora.LOADERS[name](data, "train"), SMOKE_EXAMPLES if smoke else None)
        pool[name] = [encode(example, wordpiece) for example in examples]
    read = {} if smoke else {name: corpora.hashes(data, name) for name in corpus_names}
    run = {"config": msgspec.to_builtins(config), "smoke": smoke, "torch": torch.__version__, "corpora": read}
    same = _same_cycles(out / "run.json", run)
    reader = load_base(base)
    for number, cycle in enumerate(config.cycles[:1] if smoke else config.cycles):
        weights = out / f"cycle{number}.pt"
        if number < same and weights.is_file():
            reader = load(weights)
            continue
        started = time.monotonic()
        chance = random.Random(config.seed + number)
        with (out / f"log{number}.jsonl").open("w", encoding="utf-8") as log:
            for row in fit(reader, pool, wordpiece, config, cycle, chance=chance):
                log.write(json.dumps({**row, "seconds": round(time.monotonic() - started, 1)}) + "\n")
                log.flush()
        torch.save(reader.state_dict(), weights)
    cycles = [torch.load(out / f"cycle{number}.pt", weights_only=True) for number in range(1 if smoke else len(config.cycles))]
    torch.save(mean(cycles), out / "reader.pt")


def mean(states: list[dict[str, torch.Tensor]]) -> dict[str, torch.Tensor]:
    """The mean of the weights each cycle ended with: better than any one of them (model soups, Wortsman et al. 2022)."""
    return {name: torch.stack([state[name] for state in states]).mean(dim=0) for name in states[0]}


def _same_cycles(path: Path, run: dict[str, Any]) -> int:
    """How many cycles of this run an earlier run in the out folder shares from the first on: those need not be trained again. Notes this run in it.

    A run shares nothing with one of other rates or seeds, and no cycle that showed other data.
    """
    before = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {"config": {"cycles": []}, "corpora": {}}
    path.write_text(json.dumps(run, indent=1) + "\n", encoding="utf-8")
    now = json.loads(json.dumps(run))
    old, new = before["config"].pop("cycles"), now["config"].pop("cycles")
    shown, showing = before.pop("corpora"), now.pop("corpora")
    if before != now:
        return 0

    def is_same(pair: tuple[Any, Any]) -> bool:
        return pair[0] == pair[1] and all(shown.get(name) == showing.get(name) for name in pair[1]["shares"])

    return sum(1 for _ in takewhile(is_same, zip(old, new, strict=False)))


def fit(
    reader: Reader, pool: dict[str, list[Encoded]], wordpiece: WordPiece, config: Config, cycle: Cycle, *, chance: random.Random
) -> Iterator[dict[str, Any]]:
    """One cycle, in place: warm up, then anneal to nothing. Yields a log row every LOG_EVERY steps."""
    names = Names([encoded.example for encoded in pool.get("newswire", ())], towns()) if cycle.swapped else None
    plan = [list(_epoch(pool, cycle, chance, wordpiece, names)) for _ in range(cycle.epochs)]
    total = sum(chunk.length + 2 for epoch in plan for chunk in epoch)
    optimizer = _optimizer(reader, config)
    rates = [group["lr"] for group in optimizer.param_groups]
    seen, step, sums = 0, 0, dict[str, float]()
    for number, epoch in enumerate(plan):
        for batch in batches(epoch, wordpiece, config.tokens_a_batch, chance, config.upper, cycle.hidden):
            share = seen / total
            factor = max(0.01, min(share / config.warmup, (1 - share) / (1 - config.warmup)))
            for group, rate in zip(optimizer.param_groups, rates, strict=True):
                group["lr"] = rate * factor * cycle.rate
            parts = losses(reader, batch, cycle.weights)
            loss = torch.stack(list(parts.values())).sum()
            optimizer.zero_grad(set_to_none=True)
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
            optimizer.step()
            seen, step = seen + batch.pieces, step + 1
            for name, value in parts.items():
                sums[name] = sums.get(name, 0.0) + value.item() / LOG_EVERY
            if step % LOG_EVERY == 0:
                yield {"step": step, "epoch": number, "share": round(seen / total, 4)} | {k: round(v, 4) for k, v in sums.items()}
                sums.clear()


def _optimizer(reader: Reader, config: Config) -> torch.optim.AdamW:
    """The parts that start from nothing learn faster than the encoder."""
    new = ("heads", "edge", "biaffine", "shapes")
    groups = [
        {"params": [p for n, p in reader.named_parameters() if not n.startswith(new)], "lr": config.encoder_rate},
        {"params": [p for n, p in reader.named_parameters() if n.startswith(new)], "lr": config.head_rate},
    ]
    return torch.optim.AdamW(groups, weight_decay=config.weight_decay, fused=True)


def _epoch(pool: dict[str, list[Encoded]], cycle: Cycle, chance: random.Random, wordpiece: WordPiece, names: Names | None) -> Iterator[Chunk]:
    """The chunks of one pass: each corpus by its share, each text cut at a new place; some texts with other names in them."""
    for name, share in cycle.shares.items():
        whole = int(share)
        for encoded in pool[name] * whole + chance.sample(pool[name], int(len(pool[name]) * (share - whole))):
            swap = names is not None and name == "newswire" and chance.random() < cycle.swapped
            shown = encode(names.swap(encoded.example, chance), wordpiece) if names is not None and swap else encoded
            yield from chunks(shown, chance.randint(CHUNK // 3, CHUNK))
