{% macro _score_champion(rows, use_case, champion) %}
{#- One row per row of `rows` (example_number, features; a query in brackets): the raw score by the champion of a use
    case, `champion` as _champion describes it. It reads the CTEs `models` and `trees`. -#}
select
    example_number,
    raw_score
from (
    {%- if champion.form == 'oblivious_trees' %}
    {{ assay._score_current_trees(rows, use_case, champion.layout) }}
    {%- else %}
    {{ assay.score_models(
        rows,
        "(select * from models where fold = 0 and use_case = '" ~ use_case
        ~ "' and model_version = '" ~ champion.model_version ~ "')",
        champion.layout or {},
        champion.words or {}
    ) }}
    {%- endif %}
) as champion_scores
{% endmacro %}
