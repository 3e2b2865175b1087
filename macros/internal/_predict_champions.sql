{% macro _predict_champions(rows) %}
{#- One row per row of `rows` (a CTE: use_case, example_number, features): model_version, raw_score, and the champion's
    prediction, a probability or quantity. It reads the CTEs `models` (fold 0 of the current ones), `trees`
    and `segments`; empty until there are champions. -#}
select
    scores.use_case,
    scores.model_version,
    scores.example_number,
    scores.raw_score,
    case scores.link
        when 'identity' then scores.raw_score
        when 'log' then exp(scores.raw_score)
        else {{ assay._calibrated('scores') }}
    end as prediction
from (
    select
        cast(null as string) as use_case,
        cast(null as string) as model_version,
        cast(null as string) as link,
        cast(null as bigint) as example_number,
        cast(null as double) as raw_score
    where false
    {%- for use_case in assay.use_cases() %}
    {%- set champion = assay._champion(use_case) %}
    {%- if champion %}
    union all
    select
        models.use_case,
        models.model_version,
        models.link,
        champion_scores.example_number,
        champion_scores.raw_score
    from (
        {{ assay._score_champion('(select * from ' ~ rows ~ " where use_case = '" ~ use_case ~ "')", use_case, champion) }}
    ) as champion_scores
    inner join models
        on models.use_case = '{{ use_case }}' and models.model_version = '{{ champion.model_version }}'
    {%- endif %}
    {%- endfor %}
) as scores
left join segments
    on
        {{ assay._segment_holds('scores') }}
{% endmacro %}
