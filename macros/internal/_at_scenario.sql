{% macro _at_scenario(low, mode, high) %}
    {#- The value of a range in the scenario of the row: `low` and `high` fall back to the mode where no range is
        declared, `base` to the middle where no mode is. -#}
    case scenario
        when 'low' then coalesce({{ low }}, {{ mode }}, {{ high }})
        when 'high' then coalesce({{ high }}, {{ mode }}, {{ low }})
        else coalesce({{ mode }}, ({{ low }} + {{ high }}) / 2)
    end
{%- endmacro %}
