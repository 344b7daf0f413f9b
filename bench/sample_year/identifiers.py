"""Identifiers that are valid in form and plainly invented: ID, credit code, certificate, register and bank numbers."""

from __future__ import annotations

import datetime as dt

_RIC_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_RIC_CHECKS = "10X98765432"
_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_ORG_VALUES = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ORG_CHECKS = "0X987654321"
REGION = "150602"  # 东胜区


def id_number(region: str, born: dt.date) -> str:
    """A 公民身份号码 (GB 11643) of the sequence 000, which is never given to anybody, with its check character."""
    body = f"{region}{born:%Y%m%d}000"
    total = sum(weight * int(digit) for weight, digit in zip(_RIC_WEIGHTS, body, strict=True))
    return body + _RIC_CHECKS[total % 11]


def credit_code(sequence: int) -> str:
    """A 统一社会信用代码 (GB 32100) of a company of 东胜区, with both check characters; `sequence` is 0 to 9999."""
    organisation = f"MA00{sequence:04d}"
    total = sum(weight * _ORG_VALUES.index(char) for weight, char in zip(_ORG_WEIGHTS, organisation, strict=True))
    body = f"91{REGION}{organisation}{_ORG_CHECKS[total % 11]}"
    weighed = sum(pow(3, place, 31) * _USCC_ALPHABET.index(char) for place, char in enumerate(body))
    return body + _USCC_ALPHABET[-weighed % 31]


def certificate(issued: dt.date, sequence: int) -> str:
    """A 高新技术企业 certificate number: GR, year, 15 for 内蒙古, six digits."""
    return f"GR{issued.year}15{sequence:06d}"


def registration(year: int, sequence: int) -> str:
    """An 18-character 科技型中小企业入库登记编号: year, region, eight digits."""
    return f"{year}{REGION}08{sequence:06d}"


def bank_account(sequence: int) -> str:
    """A 19-digit card number of no bank, with its Luhn check digit."""
    body = f"620000000000{sequence:06d}"
    doubled = [int(digit) * 2 if place % 2 == 0 else int(digit) for place, digit in enumerate(reversed(body))]
    return body + str(-sum(sum(divmod(value, 10)) for value in doubled) % 10)


def mobile(block: int, sequence: int) -> str:
    """An 11-digit mobile number of a block that is not in use."""
    return f"1390000{block}{sequence:03d}"
