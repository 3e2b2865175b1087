{% macro select_class_shares(scores, keys) %}
{#- The rows of `scores` (a relation with `keys` that name a decision and its model, and output, link, raw_score and
    temperature of each class) with class_rank, 1 for the highest raw score and of equal ones for the first class in
    the order of texts, and probability: shares of exponentials of logits (of shares, of their powers) at the model's
    temperature. -#}
{%- set partition = 'partition by ' ~ keys | join(', ') -%}
with

logits as (
    select
        *,
        case link when 'softmax' then raw_score when 'share' then ln(raw_score) end / temperature as logit
    from {{ scores }} as class_scores
),

ranked as (
    select
        *,
        exp(logit - max(logit) over ({{ partition }})) as odds,
        row_number() over ({{ partition }} order by raw_score desc, output asc) as class_rank
    from logits
)

select
    {{ assay.star_without(['logit', 'odds', 'class_rank']) }},
    cast(class_rank as integer) as class_rank,
    case
        when link = 'probability' then raw_score
        else odds / cast(sum(cast(odds as decimal(38, 12))) over ({{ partition }}) as double)
    end as probability
from ranked
{% endmacro %}
