{% macro polynomial_expand(expressions, degree=2) %}
    {#- Every product of up to `degree` of the numbers, each as often as wanted: a list of SQL expressions in the
        order of scikit-learn's PolynomialFeatures without the constant. `expressions` is a list of SQL expressions;
        {% for term in assay.polynomial_expand(['a', 'b']) %} gives a, b, a * a, a * b, b * b. -#}
    {%- set terms = [] -%}
    {%- for term in assay._polynomial_terms(expressions, degree) -%}
        {%- set factors = [] -%}
        {%- for factor in term -%}{%- do factors.append('cast(' ~ factor ~ ' as double)') -%}{%- endfor -%}
        {%- do terms.append(factors | join(' * ')) -%}
    {%- endfor -%}
    {{ return(terms) }}
{% endmacro %}
