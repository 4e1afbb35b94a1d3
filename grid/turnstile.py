"""How often one address may knock: counted by the hour in the cache, under a keyed digest of the address."""

import ipaddress
import logging
import time

from django.conf import settings
from django.core.cache import cache
from django.utils.crypto import salted_hmac
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)
HOUR = 3600  # seconds


def address_of(request):
    """Where a request comes from; of IPv6 the network, for a household has billions of addresses.

    Behind a trusted proxy it is the last address of X-Forwarded-For, which the proxy itself wrote.
    """
    hops = request.headers.get("X-Forwarded-For", "").split(",") if settings.TRUST_PROXY else [""]
    try:
        address = ipaddress.ip_address(hops[-1].strip() or request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return "unknown"
    return str(address if address.version == 4 else ipaddress.ip_network((address, 64), strict=False))


class Turnstile:
    """A limit of knocks an hour and address; `setting` names it. Without a cache it stands open."""

    def __init__(self, name, setting):
        self.name, self.setting = name, setting

    def key(self, request):
        digest = salted_hmac("grid.turnstile", address_of(request), algorithm="sha256").hexdigest()
        return f"turnstile/{self.name}/{int(time.time() // HOUR)}/{digest}"

    def knock(self, request):
        """Count a knock; whether it is still within the limit."""
        try:
            cache.add(self.key(request), 0, HOUR)
            return cache.incr(self.key(request)) <= getattr(settings, self.setting)
        except (RedisError, ValueError) as error:  # ValueError: the hour ended in between
            logger.warning("knocks are not counted: %s", error)
            return True

    def is_open(self, request):
        """Whether this address has knocks left; looking does not count."""
        try:
            return cache.get(self.key(request), 0) < getattr(settings, self.setting)
        except RedisError as error:
            logger.warning("knocks are not counted: %s", error)
            return True
