"""Schemas of one small shop, and what is wrong with them."""

KEY = """\
{
  "type": "record",
  "name": "StockKey",
  "namespace": "shop", "doc": "One store.",
  "fields": [
    {"name": "store", "type": "string", "doc": "Four digits."}
  ]
}
"""

KEY_WITH_NULL = KEY.replace('"string"', '["null", "string"], "default": null')
"""KEY001 at 6:31."""

KEY_WITH_DOC = KEY.replace("Four digits", "Number of the store")
"""Clean by itself; KEY009 where `KEY` was before."""

VALUE = """\
{
  "type": "record",
  "name": "Stock",
  "namespace": "shop", "doc": "What a store has.",
  "fields": [
    {"name": "event_id", "type": {"type": "string", "logicalType": "uuid"}, "doc": "Identifies the event."},
    {"name": "occurred_at", "type": {"type": "long", "logicalType": "timestamp-millis"}, "doc": "When it was counted."},
    {"name": "on_hand", "type": "int", "doc": "Units."}
  ]
}
"""

VALUE_WITH_LONG = VALUE.replace('"int"', '"long"')
"""Reads `VALUE`, and is not read by it: CMP003 the other way round."""

VALUE_WITHOUT_TIME = VALUE.replace("occurred_at", "other").replace(
    ', "logicalType": "timestamp-millis"', ""
)
"""VAL003, a warning or less."""

CUT_OFF = VALUE[:60]
"""AVR001."""
