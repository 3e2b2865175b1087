{% macro _score_champion_classes(rows) %}
{#- One row per row of `rows` (a CTE: use_case, example_number, features) and class: model_version, output, link,
    temperature and raw_score of the champion of a task of several classes. It reads the CTE `models` (fold 0 of the
    current ones); empty until there are champions. -#}
select
    scores.use_case,
    scores.model_version,
    scores.output,
    models.link,
    scores.example_number,
    scores.raw_score,
    models.temperature
from (
    select
        cast(null as string) as use_case,
        cast(null as string) as model_version,
        cast(null as string) as output,
        cast(null as bigint) as example_number,
        cast(null as double) as raw_score
    where false
    {%- for use_case, declaration in assay.use_cases().items() if declaration.task == 'multiclass' %}
    {%- set champion = assay._champion(use_case, ['multiclass']) %}
    {%- if champion %}
    {%- set own = "use_case = '" ~ use_case ~ "'" %}
    union all
    select
        '{{ use_case }}' as use_case,
        model_version,
        output,
        example_number,
        raw_score
    from (
        {{ assay.score_models(
            '(select * from ' ~ rows ~ ' where ' ~ own ~ ')',
            '(select * from models where ' ~ own ~ " and model_version = '" ~ champion.model_version ~ "')",
            champion.layout
        ) }}
    ) as champion_scores
    {%- endif %}
    {%- endfor %}
) as scores
inner join models
    on
        scores.use_case = models.use_case
        and scores.model_version = models.model_version
        and scores.output = models.output
{% endmacro %}
