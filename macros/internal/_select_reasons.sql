{% macro _select_reasons(direction) -%}
    {#- The largest reasons of one direction, as an aggregate over column contributions: column, value and amount. A
        probability's amounts are log-odds and have two digits; those of a quantity are in its own unit. -#}
    {{ assay.ordered_text(
        "case when importance_rank <= 3 and contribution " ~ direction ~ " 0 and (link not in ('logit', 'share', 'softmax') or "
        ~ "abs(contribution) >= 0.005) then source_column || case when is_missing then ' missing' "
        ~ "else coalesce(' = ' || shown_value, '') end || ' (" ~ ('+' if direction == '>' else '-') ~ "' || case when link in "
        ~ "('logit', 'share', 'softmax') then cast(cast(abs(contribution) as decimal(18, 2)) as string) "
        ~ "else cast(round(abs(contribution), 4) as string) end || ')' end",
        'importance_rank', ', '
    ) }}
{%- endmacro %}
