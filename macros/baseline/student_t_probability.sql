{% macro student_t_probability(value, degrees) %}
    {#- The probability that Student's t exceeds |`value`| on either side: the two-sided p-value, relative error below
        1e-9 to a million degrees of freedom, also far in the tail. NULL below one degree.

        With w = (degrees + 1) / 2 * ln((degrees + s^2) / (degrees + value^2)) the tail is the density at `value` times
        the integral of exp(-w) ds/dw, and the double exponential rule w = exp(x - exp(-x)) (Takahasi and Mori 1974)
        takes it with 68 points. Stirling's series for the density starts at degrees / 2 + 10.

        value, degrees  SQL expressions of type double; short ones, as they are repeated. -#}
    {{ return(adapter.dispatch('student_t_probability', 'assay')(value, degrees)) }}
{% endmacro %}

{% macro default__student_t_probability(value, degrees) -%}
    {%- set square = value ~ ' * ' ~ value -%}
    {%- set e = 2.718281828459045 -%}
    {%- set places = [] -%}
    {%- set weights = [] -%}
    {%- for step in range(-33, 35) -%}
        {%- set x = step / 8 -%}
        {%- set w = e ** (x - e ** -x) -%}
        {%- do places.append(w) -%}
        {%- do weights.append(w / 8 * (1 + e ** -x) * e ** -w) -%}
    {%- endfor -%}
    {%- set half = '(place / (' ~ degrees ~ ' + 1))' -%}
    {%- set gained = '(' ~ degrees ~ ' + ' ~ square ~ ') * 2 * exp(' ~ half ~ ') * sinh(' ~ half ~ ')' -%}
    {%- set slope -%}
        ({{ degrees }} + {{ square }} + {{ gained }}) / (({{ degrees }} + 1) * sqrt({{ square }} + {{ gained }}))
    {%- endset -%}
    case when {{ degrees }} >= 1 then 2 * {{ assay._student_t_density(value, degrees) }} * {{ assay.dot_product(
        assay.array_of(weights, 'double'),
        assay.array_transformed(assay.array_of(places, 'double'), 'place', slope)
    ) }} end
{%- endmacro %}
