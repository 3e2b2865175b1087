{% macro _failing_condition(rule, column, time) -%}
    {#- The SQL condition under which a row of the dataset fails a declared rule; the column is known to have a
        value. -#}
    {%- set check = rule['check_type'] -%}
    {%- set text = 'cast(' ~ column ~ ' as string)' -%}
    {%- if check == 'not_null' -%}
        {{ column }} is null
    {%- elif check == 'unique' -%}
        row_number() over (partition by {{ column }} order by {{ time or column }}) > 1
    {%- elif check == 'range' -%}
        {{ column ~ ' < ' ~ rule['low'] if rule['low'] is not none else 'false' }}
        or {{ column ~ ' > ' ~ rule['high'] if rule['high'] is not none else 'false' }}
    {%- elif check == 'set' -%}
        {{ text }} not in (
            {%- for value in (rule['allowed'] or '').split('|') -%}
            {{ assay.text_literal(value) }}{{ ', ' if not loop.last }}
            {%- endfor -%}
        )
    {%- elif check == 'regex' -%}
        not {{ assay.matches(text, assay.text_literal(rule['allowed'] or '')) }}
    {%- elif check == 'expression' -%}
        not coalesce(({{ rule['allowed'] }}), true)
    {%- elif check == 'freshness' and rule['allowed'] -%}
        {{ assay.seconds_between(adapter.quote(rule['allowed']), column) }} > 3600 * {{ rule['high'] }}
    {%- elif check == 'freshness' -%}
        {{ assay.seconds_between('lag(' ~ column ~ ') over (order by ' ~ column ~ ')', column) }}
        > 3600 * {{ rule['high'] }}
    {%- else -%}
        false
    {%- endif -%}
{%- endmacro %}
