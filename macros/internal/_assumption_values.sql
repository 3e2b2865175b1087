{% macro _assumption_values(use_case, typed) %}
{#- One row with the expected value of each assumption of a use case under its name. `typed` is a relation
    or a subquery with the columns of the declared table. -#}
select
    {%- for name in assay.assumption_names(use_case) %}
    max(case when lower(name) = {{ assay.text_literal(name) }} then
        {{ assay.expected_value('distribution', 'low', 'mode', 'high') }} end) as {{ adapter.quote(name) }},
    {%- endfor %}
    count(*) as assay_assumption_count
from {{ typed }} as assumptions
where use_case = {{ assay.text_literal(use_case) }}
{% endmacro %}
