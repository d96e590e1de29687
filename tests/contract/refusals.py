"""Commands that the rules refuse, each by its code: a small community is set up, then each is tried."""

import itertools

LAB = "lab"
_keys = itertools.count(1)


def event(kind, date="2026-02-10", community=LAB, key=None, **fields):
    return {"kind": kind, "community": community, "business_date": date,
            "idempotency_key": key or f"k{next(_keys)}", **fields}


def pay(house="A", amount="10.00", **fields):
    return event("payment_received", house=house, amount=amount, **{"channel": "bank", **fields})


def vote(name, matter="business_on_common_parts", allows=("earn",), **fields):
    return event("resolution_tallied", date="2026-01-02", resolution=name, matter=matter, **{
        "owners_total": 10, "area_total": "150.00", "owners_voting": 10, "area_voting": "150.00",
        "owners_for": 10, "area_for": "150.00", "allows": list(allows), "valid_from": "2026-01-02",
        "valid_until": "2026-12-31", **fields})


def revenue(resolution, amount="100.00", **fields):
    return event("common_revenue_received", source="parking", amount=amount, counterparty="某公司",
                 resolution=resolution, **fields)


def about(kind, amount="10.00", house="A", period="2026-01", **fields):
    return event(kind, house=house, period=period, amount=amount, reason="说明", **fields)


def apply_revenue(amount, to="shortfall", resolution="R-earn"):
    return event("common_revenue_applied", to=to, amount=amount, period="2026-02",
                 resolution=resolution)


def apportion(repair="W1", amount="90.00", resolution="R-fund", **fields):
    return event("repair_apportioned", repair=repair, amount=amount, resolution=resolution, **fields)


def begin():
    """What there is before anything is refused."""
    house = {"date": "2026-01-01", "building": "1", "use": "dwelling"}
    tariff = {"date": "2026-01-01", "basis": "area", "price": "1.00", "from": "2026-01"}
    return [
        event("community_registered", date="2026-01-01", name="试验小区", subdistrict="东风街道",
              neighbourhood="试验社区"),
        event("house_registered", house="A", area="100.00", entrance="1", **house),
        event("house_registered", house="B", area="50.00", entrance="2", **house),
        event("tariff_set", tariff="fee", cycle="quarter", use="dwelling", **tariff),
        event("tariff_set", tariff="free", cycle="month", free_until="2026-06-30", **tariff),
        event("tariff_set", tariff="nobody", cycle="month", use="other", **tariff),
        event("fees_assessed", date="2026-01-05", period="2026-01", tariff="fee", key="run"),
        event("fees_assessed", date="2026-02-05", period="2026-04", tariff="fee"),
        event("balance_brought_forward", date="2026-01-01", account="2711.COM", amount="60.00"),
        vote("R-earn", allows=("earn", "fill_shortfall")),
        vote("R-owners", allows=("top_up_fund",)),
        vote("R-old", valid_until="2026-01-31"),
        vote("R-failed", owners_for=1, area_for="10.00"),
        vote("R-fund", matter="use_fund", allows=("repair",)),
        vote("R-part", matter="use_fund", allows=("repair",),
             scope={"building": "1", "entrance": "1"}),
        event("work_offset_granted", house="B", worker="公益岗", hours="10.00", rate="15.00",
              amount="150.00", period="2026-01"),
        event("suspense_received", amount="5.00", channel="bank", trade_number="T1", key="found"),
        event("subsidy_received", programme="清雪", amount="100.00", purpose="冬季"),
        apportion(),
        apportion("W2", amount="30.00", key="w2"),
        event("repair_invoiced", repair="W2", payee="某公司", amount="30.00"),
        pay(key="paid", date="2026-02-09"),
    ]


def refused(sequence_of):
    """(code, event) one after the other; an event with code None is recorded and changes the books.
    `sequence_of` gives the sequence of the event that was recorded under a key."""
    undo = {"kind": "event_reversed", "reason": "有误"}
    return [
        ("unknown_community", event("period_closed", community="nowhere", period="2026-01")),
        ("unknown_house", pay(house="Z")),
        ("unknown_tariff", event("fees_assessed", period="2026-01", tariff="nix")),
        ("unknown_sequence", event(sequence=999_999, **undo)),
        ("unknown_resolution", revenue("nix")),
        ("unknown_subsidy", event("subsidy_applied", programme="x", amount="1.00", purpose="y",
                                  period="2026-02")),
        ("unknown_repair", event("repair_invoiced", repair="nix", payee="x", amount="1.00")),
        ("community_exists", event("community_registered", name="a", subdistrict="b",
                                   neighbourhood="c")),
        ("house_exists", event("house_registered", house="A", building="1", entrance="1",
                               area="1.00", use="shop")),
        ("idempotency_conflict", pay(amount="11.00", key="paid", date="2026-02-09")),
        ("already_assessed", event("fees_assessed", period="2026-01", tariff="fee")),
        ("resolution_exists", vote("R-earn")),
        ("repair_apportioned_already", apportion()),
        ("not_positive", pay(amount="0.00")),
        ("date_in_future", pay(date="2148-01-01")),
        ("date_too_early", pay(date="1980-01-01")),
        ("channel_fee_out_of_range", pay(channel="wechat", channel_fee="10.00")),
        ("nothing_corrected", event("house_corrected", house="A")),
        ("zero_amount", event("balance_brought_forward", account="1002.OPS", amount="0.00")),
        ("account_not_brought_forward", event("balance_brought_forward", account="6001.OPS",
                                              amount="1.00")),
        ("field_not_taken", event("balance_brought_forward", account="1002.OPS", amount="1.00",
                                  house="A")),
        ("houses_and_use", event("tariff_set", tariff="x", basis="area", price="1.00", cycle="month",
                                 houses=["A"], use="shop", **{"from": "2026-01"})),
        ("house_listed_twice", event("tariff_set", tariff="x", basis="area", price="1.00",
                                     cycle="month", houses=["A", "A"], **{"from": "2026-01"})),
        ("before_tariff", event("fees_assessed", period="2025-10", tariff="fee")),
        ("free_period", event("fees_assessed", period="2026-02", tariff="free")),
        ("off_cycle", event("fees_assessed", period="2026-08", tariff="fee")),
        ("no_house_to_charge", event("fees_assessed", period="2026-01", tariff="nobody")),
        ("nothing_assessed", about("late_fee_charged", period="2026-03")),
        ("more_than_assessed", about("discount_granted", amount="9000.00")),
        ("discount_beyond_money", about("discount_granted", house="B", amount="10.00")),
        ("more_than_prepaid", about("fee_refunded")),
        ("more_than_open", about("fee_written_off", amount="9000.00")),
        ("more_than_worked", event("work_offset_granted", house="A", worker="x", hours="1.00",
                                   rate="15.00", amount="16.00", period="2026-01")),
        ("bank_needs_no_settlement", event("channel_settled", channel="bank", amount="1.00")),
        ("more_than_in_transit", event("channel_settled", channel="alipay", amount="1.00")),
        ("not_suspense", event("suspense_matched", sequence=sequence_of("paid"), house="A")),
        ("before_original", event(sequence=sequence_of("paid"), date="2026-02-08", **undo)),
        ("nothing_to_reverse", event(sequence=sequence_of("k1"), **undo)),
        (None, event(sequence=sequence_of("paid"), key="undone", **undo)),
        ("already_reversed", event(sequence=sequence_of("paid"), **undo)),
        ("reversal_of_reversal", lambda: event(sequence=sequence_of("undone"), **undo)),
        (None, event("suspense_matched", sequence=sequence_of("found"), house="A")),
        ("suspense_not_open", event("suspense_matched", sequence=sequence_of("found"), house="A")),
        ("more_than_possible", vote("x", owners_voting=11)),
        ("validity_reversed", vote("x", valid_from="2027-01-01")),
        ("resolution_failed", revenue("R-failed")),
        ("resolution_not_in_force", revenue("R-old")),
        ("resolution_matter_mismatch", revenue("R-fund")),
        ("use_not_allowed", revenue("R-owners")),
        ("insufficient_funds", event("reasonable_cost_paid", source="parking", amount="50.00",
                                     counterparty="x")),
        ("revenue_exceeded", apply_revenue("70.00")),
        (None, revenue("R-earn")),
        ("shortfall_exceeded", apply_revenue("70.00")),
        ("nobody_to_share", event("fund_interest_credited", amount="1.00", basis="balance")),
        ("subsidy_exceeded", event("subsidy_returned", programme="清雪", amount="101.00",
                                   purpose="冬季")),
        ("scope_given_twice", apportion("W3", building="1", houses=["A"])),
        ("building_missing", apportion("W3", entrance="1")),
        ("resolution_scope_mismatch", apportion("W3", resolution="R-part")),
        ("apportionment_exceeded", event("repair_invoiced", repair="W1", payee="x",
                                         amount="91.00")),
        ("share_exceeded", event("repair_share_paid", repair="W1", house="A", amount="61.00",
                                 channel="bank")),
        ("invoices_exceeded", event("repair_paid", repair="W1", payee="x", amount="1.00")),
        (None, event(sequence=sequence_of("w2"), **undo)),
        ("repair_invoiced_already", apportion("W2", amount="30.00")),
        ("period_not_begun", event("period_closed", period="2148-01")),
        ("close_in_order", event("period_closed", period="2026-02")),
        ("not_closed", event("period_reopened", period="2026-01")),
        (None, event("period_closed", period="2026-01")),
        ("already_closed", event("period_closed", period="2026-01")),
        ("period_closed", pay(date="2026-01-15")),
        (None, event("period_closed", date="2026-03-01", period="2026-02")),
        ("reopen_newest_first", event("period_reopened", period="2026-01")),
    ]
