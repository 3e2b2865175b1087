{% macro _select_absolute_deviations(keys, value, centre) -%}
{#- For every tested day of `usual`, the median distance of the `value` of its `paired` days from its `centre`. -#}
{%- set keys = (keys + ['day_number']) | join(', ') -%}
select
    {{ keys }},
    {{ assay.median('abs(paired.' ~ value ~ ' - usual.' ~ centre ~ ')') }} as absolute_deviation
from paired
inner join usual using ({{ keys }})
group by {{ keys }}
{%- endmacro %}
