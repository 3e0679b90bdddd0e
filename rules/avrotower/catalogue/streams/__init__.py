"""STM: streams, as declarations, files, a registry and a broker tell."""

from typing import Final

from avrotower.catalogue.streams import (
    application_id_duplicate,
    compacted_level_not_transitive,
    compacted_without_key,
    generated_operator_name,
    join_group_key_mismatch,
    join_group_partition_mismatch,
    join_group_partitioner_mismatch,
    join_group_wire_format_mismatch,
    orphan_internal_subject,
    streams_level_not_backward,
    superseded_application_subject,
    undeclared_application,
)
from avrotower.rule import Rule

RULES: Final[tuple[Rule, ...]] = (
    join_group_key_mismatch.RULE,
    join_group_partition_mismatch.RULE,
    join_group_partitioner_mismatch.RULE,
    join_group_wire_format_mismatch.RULE,
    compacted_level_not_transitive.RULE,
    streams_level_not_backward.RULE,
    compacted_without_key.RULE,
    orphan_internal_subject.RULE,
    generated_operator_name.RULE,
    superseded_application_subject.RULE,
    undeclared_application.RULE,
    application_id_duplicate.RULE,
)
"""In the order of the documentation."""
