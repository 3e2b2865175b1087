{% test no_feature_from_the_future(model, columns, decided_at) %}
{#- No row holds what was learnt after its decision: `columns` are the times at which its features became known. -#}
select *
from {{ model }}
where
    {%- for column in columns %}
    {{ 'or ' if not loop.first }}{{ column }} > {{ decided_at }}
    {%- endfor %}
{% endtest %}
