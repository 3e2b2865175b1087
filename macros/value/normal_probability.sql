{% macro normal_probability(value) %}
    {#- The probability that a standard normal number is at most `value`, by Hart's rational approximation in the form
        of West (2005): absolute error below 1e-15.

        value  SQL expression. -#}
    {{ return(adapter.dispatch('normal_probability', 'assay')(value)) }}
{% endmacro %}

{% macro default__normal_probability(value) -%}
    {%- set above = ['0.0352624965998911', '0.700383064443688', '6.37396220353165', '33.912866078383', '112.079291497871', '221.213596169931', '220.206867912376'] -%}
    {%- set below = ['0.0883883476483184', '1.75566716318264', '16.064177579207', '86.7807322029461', '296.564248779674', '637.333633378831', '793.826512519948', '440.413735824752'] -%}
    {%- set size = 'abs(cast(' ~ value ~ ' as double))' -%}
    {%- set tail -%}
    case
        when {{ size }} > 37 then cast(0 as double)
        when {{ size }} < cast(7.07106781186547 as double)
            then exp(-{{ size }} * {{ size }} / 2) * {{ assay._polynomial(above, size) }} / {{ assay._polynomial(below, size) }}
        else exp(-{{ size }} * {{ size }} / 2) / cast(2.506628274631 as double)
            / ({{ size }} + 1 / ({{ size }} + 2 / ({{ size }} + 3 / ({{ size }} + 4 / ({{ size }} + cast(0.65 as double))))))
    end
    {%- endset -%}
    case when {{ value }} > 0 then 1 - ({{ tail }}) else {{ tail }} end
{%- endmacro %}
