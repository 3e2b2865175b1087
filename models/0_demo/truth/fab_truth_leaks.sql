with

truth_leaks as (
    {{ assay.fab_rows([
        {'column_name': 'inline_quality_index', 'kind': 'label copy',
         'reason': 'the sort yield divided by its limit, under an innocent name'},
        {'column_name': 'review_minutes', 'kind': 'after decision',
         'reason': 'time spent on the wafer once its yield was known'},
        {'column_name': 'reviewed_at', 'kind': 'after decision',
         'reason': 'when the wafer was looked at, 20 hours after sort'},
        {'column_name': 'sorted_at', 'kind': 'after decision', 'reason': 'when the label was known'},
        {'column_name': 'sort_yield', 'kind': 'label input', 'reason': 'what the label is computed from'},
    ], {'column_name': 'string', 'kind': 'string', 'reason': 'string'}) | indent(4) }}
)

select * from truth_leaks
