{% macro _node_comparison(comparison) %}
    {#- How a node of a branching tree compares, from its node_comparison: [type of both sides, operator]. -#}
    {{ return(['double' if comparison == 'le_double' else 'float', '<' if comparison == 'lt_float' else '<=']) }}
{% endmacro %}
