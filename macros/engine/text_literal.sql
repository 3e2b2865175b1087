{% macro text_literal(value) %}
    {#- Any text as an SQL literal, apostrophes included. -#}
    {{ return(adapter.dispatch('text_literal', 'assay')(value)) }}
{% endmacro %}

{% macro default__text_literal(value) %}
    {{ return("'" ~ value | replace('\\', '\\\\') | replace("'", "\\'") ~ "'") }}
{% endmacro %}

{% macro duckdb__text_literal(value) %}
    {{ return("'" ~ value | replace("'", "''") ~ "'") }}
{% endmacro %}
