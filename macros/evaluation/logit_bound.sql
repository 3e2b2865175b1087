{% macro logit_bound(value, standard_error, side) -%}
    {#- One end of the 95 % interval that is symmetric on the logit scale, for values inside (0, 1).
        At 0 and 1 the logit is not defined: NULL. Source for areas under a
        precision-recall curve: Boyd, Eng and Page (2013), ECML PKDD. -#}
    {%- set step = assay._z95() ~ ' * ' ~ standard_error ~ ' / (' ~ value ~ ' * (1 - ' ~ value ~ '))' -%}
    case
        when {{ value }} > 0 and {{ value }} < 1
            then 1 / (1 + (1 - {{ value }}) / {{ value }} * exp({{ '' if side == 'low' else '-' }}({{ step }})))
    end
{%- endmacro %}
