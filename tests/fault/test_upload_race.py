"""Two windows of one phone send the same photo at the same moment, twenty times, in two processes."""

import pytest

from tests.fault.processes import hands, looking_at

SHADES = range(0, 240, 12)


@pytest.mark.slow
def test_it_is_one_photo_and_both_get_its_receipt(cloned_database, monkeypatch, tmp_path):
    monkeypatch.setenv("MEDIA_ROOT", str(tmp_path))
    window = ["receive", "worker.zengchanli"]
    with hands(cloned_database, window, window) as windows:
        receipts = [send(shade, windows) for shade in SHADES]
    assert all(first == second for first, second in receipts)
    with looking_at(cloned_database) as ask:
        assert ask("SELECT count(*), count(DISTINCT sent_sha256) FROM grid_photo") == [(len(SHADES), len(SHADES))]
    assert len(list(tmp_path.rglob("*.jpg"))) == 2 * len(SHADES)


def send(shade, windows):
    """Both are told before either has answered."""
    for window in windows:
        window.tell(shade)
    return [window.answer() for window in windows]
