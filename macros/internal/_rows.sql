{% macro _rows(count) %}
    {#- `1 row`, `2 rows`. -#}
    {{ return((count | int) ~ (' row' if count | int == 1 else ' rows')) }}
{% endmacro %}
