{% macro _select_pack_borders(slots, layout) -%}
    {#- One row per pack: border and weight of each of its slots as columns; an empty slot is never exceeded. -#}
select
    pack as slot_pack
    {%- for feature, count in layout.items() %}
    {%- for slot in range(1, count + 1) %}
    {%- set own = 'case when feature = ' ~ feature ~ ' and slot = ' ~ slot ~ ' then ' %},
    coalesce(max({{ own }}border end), cast('infinity' as float)) as border_{{ feature }}_{{ slot }},
    coalesce(max({{ own }}weight end), cast(0 as double)) as weight_{{ feature }}_{{ slot }}
    {%- endfor %}
    {%- endfor %}
from {{ slots }} as scored_slots
group by pack
{%- endmacro %}
