"""What others may read of a person: the family name and the ends of a number."""


def masked_name(name):
    """王小明 → 王**; Mary Smith → M**; nothing stays nothing."""
    return f"{name[0]}**" if name else ""


def masked_phone(phone):
    """13812345678 → 138****5678; short numbers keep their last two digits only."""
    digits = "".join(each for each in phone if each.isdigit())
    if len(digits) >= 11:
        return f"{digits[:-8]}****{digits[-4:]}"
    return f"****{digits[-2:]}" if digits else ""
