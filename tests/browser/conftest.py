"""What every browser test may ask for."""

from tests.browser.served import browser, open_as, served

__all__ = ["browser", "open_as", "served"]
