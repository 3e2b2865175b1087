{% macro select_reconstructions(scores, keys) %}
{#- One row per row that a principal component analysis scored: squared_error, the squared distance between the
    standardised features and what the components give back of them. `scores` is a relation or query in brackets with
    `keys` (columns that name a model and a row), output and raw_score of all outputs. In units of the mean of the
    training rows where the link is `residual`. -#}
select
    {% for key in keys %}{{ key }}, {% endfor -%}
    greatest(
        max(case when output = 'squared_length' then raw_score end)
        - coalesce(
            {{ assay.ordered_sum("case when output <> 'squared_length' then raw_score * raw_score end", 'output') }}, 0
        ),
        cast(0 as double)
    ) as squared_error
from {{ scores }} as component_scores
group by {{ keys | join(', ') }}
{% endmacro %}
