{% macro _polynomial_terms(items, degree) %}
    {#- Every choice of 1 to `degree` items, repetition allowed, in order: a list of lists. -#}
    {%- set terms = [] -%}
    {%- for size in range(1, degree + 1) -%}
        {%- for term in modules.itertools.combinations_with_replacement(items, size) -%}
            {%- do terms.append(term | list) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(terms) }}
{% endmacro %}
