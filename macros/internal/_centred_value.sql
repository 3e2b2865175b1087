{% macro _centred_value(expression, centre, spread) %}
    {#- (value - centre) / spread of a number, for assay.finite_array. A value out of range is missing before it is
        moved into the range; where nothing moves it, the array's own test is enough. -#}
    {%- if centre | float == 0 and spread | float == 1 -%}
        {{ return(expression) }}
    {%- endif -%}
    {{ return(
        '((' ~ assay.numeric_value(expression) ~ ') - cast(' ~ centre ~ ' as double)) / cast(' ~ spread ~ ' as double)'
    ) }}
{% endmacro %}
