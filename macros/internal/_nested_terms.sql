{% macro _nested_terms(terms, operator) %}
    {#- Many SQL terms joined by an associative operator, in brackets of eight: the engine's planner needs a time that
        grows with the square of a chain's length. -#}
    {%- if terms | length <= 8 -%}
        {{ return(terms | join(' ' ~ operator ~ ' ')) }}
    {%- endif -%}
    {%- set bracketed = [] -%}
    {%- for some in terms | batch(8) -%}
        {%- do bracketed.append('(' ~ some | join(' ' ~ operator ~ ' ') ~ ')') -%}
    {%- endfor -%}
    {{ return(assay._nested_terms(bracketed, operator)) }}
{% endmacro %}
