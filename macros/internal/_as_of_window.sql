{% macro _as_of_window(window) %}
    {#- The aggregate of one item of assay.as_of_windows over the columns of its subquery. -#}
    {%- set known = ['count', 'sum', 'mean', 'min', 'max', 'lag'] -%}
    {%- if window.aggregate not in known -%}
        {{ exceptions.raise_compiler_error(
            'as_of_windows: aggregate ' ~ window.aggregate ~ ' of ' ~ window.name ~ ' is none of ' ~ known | join(', ')
        ) }}
    {%- endif -%}
    {%- set needed = {'count': [], 'lag': ['column', 'steps']}.get(window.aggregate, ['column']) -%}
    {%- for key in needed if not window.get(key) -%}
        {{ exceptions.raise_compiler_error(
            'as_of_windows: ' ~ window.aggregate ~ ' of ' ~ window.name ~ ' needs a ' ~ key
        ) }}
    {%- endfor -%}
    {%- set condition = 'event_age <= ' ~ window.days ~ ' * 86400' if window.days else 'event_time is not null' -%}
    {%- set value = 'case when ' ~ condition ~ ' then '
        ~ assay.numeric_value('event_' ~ window.column) ~ ' end' -%}
    {%- if window.aggregate == 'count' -%}
        count(case when {{ condition }} then 1 end)
    {%- elif window.aggregate == 'sum' -%}
        {{ assay.exact_sum(value) }}
    {%- elif window.aggregate == 'mean' -%}
        {{ assay.exact_sum(value) }} / nullif(count({{ value }}), 0)
    {%- elif window.aggregate in ['min', 'max'] -%}
        {{ window.aggregate }}({{ value }})
    {%- elif window.aggregate == 'lag' -%}
        max(case when events_back = {{ window.steps }} then event_{{ window.column }} end)
    {%- endif -%}
{%- endmacro %}
