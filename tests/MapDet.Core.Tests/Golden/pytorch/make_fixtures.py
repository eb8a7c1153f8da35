"""Writes the PyTorch files of this folder, and expected.json with what PyTorch reads back from them. Run with torch 1.13."""
import collections
import json
import zipfile

import torch


def tensors():
    torch.manual_seed(7)
    base = torch.arange(24, dtype=torch.float32).reshape(4, 6) / 8
    return collections.OrderedDict([
        ("double", torch.linspace(-1, 1, 5, dtype=torch.float64)),
        ("float", torch.randn(2, 3)),
        ("half", torch.tensor([0.5, -2.0, 65504.0], dtype=torch.float16)),
        ("bfloat16", torch.tensor([[1.5], [-3.0]], dtype=torch.bfloat16)),
        ("int64", torch.tensor([-(2 ** 40), 3])),
        ("int32", torch.tensor([-70000, 3], dtype=torch.int32)),
        ("int16", torch.tensor([-300, 3], dtype=torch.int16)),
        ("int8", torch.tensor([-100, 3], dtype=torch.int8)),
        ("uint8", torch.tensor([200, 3], dtype=torch.uint8)),
        ("bool", torch.tensor([True, False, True])),
        ("scalar", torch.tensor(3.25)),
        ("empty", torch.zeros(0, 4)),
        ("shared.whole", base),
        ("shared.rows", base[1:3]),
        ("shared.transposed", base.t()),
        ("shared.every_other_column", base[:, 1::2]),
        ("shared.expanded", base[0, 2:3].expand(3)),
        ("parameter", torch.nn.Parameter(torch.tensor([1.0, 2.0]))),
    ])


def state_dict():
    torch.manual_seed(7)
    model = torch.nn.Sequential(torch.nn.Linear(2, 3), torch.nn.BatchNorm1d(3))
    return model.state_dict()


def checkpoint():
    weights = state_dict()
    return {
        "epoch": 3,
        "arch": "tiny",
        "best": 0.25,
        "ema": None,
        "finished": True,
        "size": torch.Size([2, 3]),
        "dtype": torch.bfloat16,
        "steps": 2 ** 40,
        "state_dict": weights,
        "history": [1.5, 1.25, 1.0],
        "optimizer": {
            "state": {0: {"step": torch.tensor(3.0), "exp_avg": torch.full((3, 2), 0.5)}},
            "param_groups": [{"lr": 0.001, "betas": (0.9, 0.999), "params": [0, 1]}],
        },
        "pair": [torch.tensor([1, 2]), torch.tensor([3])],
    }


def flatten(value, name, into):
    if isinstance(value, torch.Tensor):
        kind = str(value.dtype).removeprefix("torch.")
        into[name] = {"dtype": kind, "shape": list(value.shape), "values": value.detach().to(torch.float64).flatten().tolist()}
    elif isinstance(value, dict):
        for key, item in value.items():
            flatten(item, f"{name}.{key}" if name else str(key), into)
    elif isinstance(value, (list, tuple)):
        for index, item in enumerate(value):
            flatten(item, f"{name}.{index}" if name else str(index), into)


def big_endian(source, target):
    """PyTorch on a big-endian machine writes data as they lie in memory and says so in the record 'byteorder'."""
    with zipfile.ZipFile(source) as archive, zipfile.ZipFile(target, "w") as swapped:
        for entry in archive.infolist():
            data = archive.read(entry)
            if "/data/" in entry.filename:
                data = b"".join(data[i:i + 4][::-1] for i in range(0, len(data), 4))
            swapped.writestr(entry.filename, data)
        swapped.writestr(f"{archive.infolist()[0].filename.split('/')[0]}/byteorder", b"big")


expected = {}
contents = {
    "tensors": tensors(),
    "state_dict": state_dict(),
    "checkpoint": checkpoint(),
    "tensor": torch.tensor([[1.0, 2.0], [3.0, 4.0]]),
}
for stem, content in contents.items():
    torch.save(content, f"{stem}.pt")
    torch.save(content, f"{stem}_legacy.pth", _use_new_zipfile_serialization=False)
    expected[stem] = {}
    flatten(content, "" if isinstance(content, dict) else "tensor", expected[stem])
torch.save(torch.arange(6, dtype=torch.float32).reshape(2, 3), "little_endian.pt")
big_endian("little_endian.pt", "big_endian.pt")
torch.save(torch.nn.Linear(1, 1), "module.pt")
with open("expected.json", "w", encoding="utf-8") as file:
    json.dump(expected, file, indent=1)
