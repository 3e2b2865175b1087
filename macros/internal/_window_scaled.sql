{% macro _window_scaled(value, centre, spread) %}
    {#- (value - centre) / spread, where a spread of zero divides nothing; the three are SQL expressions. -#}
    (({{ value }}) - {{ centre }}) / coalesce(nullif({{ spread }}, 0), 1)
{%- endmacro %}
